export { openSealer } from './key.ts'
export { sealerOf, type Sealer } from './sealer.ts'
