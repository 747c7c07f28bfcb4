export { readOrMakeKey } from './key-file.ts'
export { openSealer } from './key.ts'
export { sealerOf, type Sealer } from './sealer.ts'
