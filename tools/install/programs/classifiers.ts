import { createRng, fileStore, LinearClassifier, load, logisticRegression, ndArray, save } from '@latents/classifiers';

const rng = createRng(0);
const y = Int32Array.from({ length: 200 }, (_, i) => i % 2);
const x = ndArray(
  [200, 1],
  Float64Array.from(y, (label) => rng.normal() + 2 * label),
);
const { classifier } = logisticRegression({ x, y });
await save(classifier, fileStore('classifier.safetensors'));
const again = await load(LinearClassifier, fileStore('classifier.safetensors'));
if (again.predict(x).join() !== classifier.predict(x).join()) throw new Error('expected the same predictions');
