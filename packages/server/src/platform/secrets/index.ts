export { openSecret, sealSecret } from './seal.ts'
export { loadSecretKey } from './key.ts'
