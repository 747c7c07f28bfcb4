export { readOrMakeKey } from './key-file.ts'
export { openSecretKey } from './key.ts'
export { sealerOf, type Sealer } from './sealer.ts'
export { uuidOfDigest } from './uuid-of-digest.ts'
