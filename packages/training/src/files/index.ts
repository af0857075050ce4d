export { browserStore } from './browser-store.js';
export type { ByteStore } from './byte-store.js';
export { downloadStore } from './download-store.js';
export { fileStore } from './file-store.js';
export type { Dtype } from './element-types.js';
export {
  decodeSafetensors,
  encodeSafetensors,
  openSafetensors,
  type Safetensors,
  type SafetensorsFile,
  type TensorInfo,
} from './safetensors.js';
export { type BytesOptions, bytesOf, type Source } from './sources.js';
