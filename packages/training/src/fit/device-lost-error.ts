/**
 * The end of a run whose graphics device was lost: the webgl context or the webgpu device that held the weights. A browser takes it
 * away when a driver fails, a laptop changes its graphics card, or another page uses too much.
 *
 * The weights are gone, and the last checkpoint is whole. Choose another backend or reload the page, make the model and its players
 * again, and call `resume({ model, players, store })`.
 */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
  /** The backend whose device was lost: `'webgl'` or `'webgpu'`. */
  readonly backend: string;

  /**
   * @param where What needed the device: `"step 12 of player 'generator'"`.
   * @param reason The reason that the browser gives.
   */
  constructor(where: string, backend: string, reason: string, options?: ErrorOptions) {
    super(
      `${where}: expected the device of the backend '${backend}' to stay, got its loss (${reason}). The weights on it are gone. ` +
        'Choose another backend or reload the page, make the model again, and resume from the last checkpoint.',
      options,
    );
    this.backend = backend;
  }
}
