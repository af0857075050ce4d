/** A panel that is on the page. */
export interface MountedPanel {
  /** Called when the reader goes to another panel: whatever costs time should rest. */
  leave(): void;
}

/** What a panel is about; the navigation lists the panels of a topic together. */
export type Topic = 'Autoencoders' | 'Sequences' | 'EM' | 'Games' | 'Information';

/** One model's page. Its code is loaded when it is first opened. */
export interface Panel {
  /** In the address: `#/vae`. */
  readonly id: string;
  /** In the navigation. */
  readonly label: string;
  readonly group: Topic;
  /** The heading of the page, and of the window. */
  readonly title: string;
  /** Loads the panel's code; the function that it gives fills `host`. */
  load(): Promise<(host: HTMLElement) => MountedPanel>;
}
