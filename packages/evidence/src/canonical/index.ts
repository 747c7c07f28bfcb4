export { canonicalBytes, parseCanonical, sha256 } from './canonical.ts'
