export { isSignedBy, readPublicKey, signerOf, type PublicKey, type Signer } from './keys.ts'
