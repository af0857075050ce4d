import { describeMembers, suitesIn } from '@latents/testing/plain';

// Each model passes describeModel, in whichever file its suite stands.
describeMembers('models', {
  manifest: new URL('../package.json', import.meta.url),
  types: ['NetworkModel', 'Autoencoder', 'Vae'],
  rows: suitesIn(new URL('.', import.meta.url), 'describeModel'),
});
