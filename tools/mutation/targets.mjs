// The numerical sources of each package: what is mutated. Paths are below packages/NAME/src; a folder means all that is in it.

/** Names of packages and the folders or files of them that are mutated. */
export const TARGETS = {
  math: ['arrays', 'columns', 'kernels', 'linear-algebra', 'rng', 'special', 'tables'],
  training: ['bounds', 'fit', 'models', 'schedules'],
  core: ['bounds', 'distributions', 'divergences', 'operations', 'special'],
  em: ['algorithms', 'gmm', 'hmm', 'pcfg', 'semirings', 'tables'],
  classifiers: ['.'],
  infotheory: ['measures', 'estimators'],
  autoencoders: ['.'],
  gan: ['diagnostics', 'game', 'info', 'objectives', 'penalties'],
  vrnn: ['.'],
  datasets: ['files', 'images', 'music', 'split-rows.ts', 'synthetic', 'text'],
  wasm: ['fused', 'kernels', 'optimizers'],
};
