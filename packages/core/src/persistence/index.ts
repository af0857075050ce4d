export { decodeSafetensors, encodeSafetensors, type Safetensors } from './safetensors.js';
export { type Json, load, type ModelConfig, readModel, type Saveable, type SavedModel, save } from './save.js';
export { assignVariables, readVariables } from './variables.js';
