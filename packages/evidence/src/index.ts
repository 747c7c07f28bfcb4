export { canonicalBytes, parseCanonical, sha256 } from './canonical/index.ts'
export {
  signClearance,
  verifyClearance,
  type ClearanceFacts,
  type ClearanceVerdict,
  type SignedClearance,
} from './clearance/index.ts'
export {
  custodyActions,
  CustodyEvent,
  custodyFault,
  withEvent,
  type CustodyEntry,
} from './custody/index.ts'
export {
  consistencyRanges,
  coveringNodes,
  foldRange,
  inclusionRanges,
  isConsistent,
  isIncluded,
  leafHash,
  MerkleLog,
  type CompleteNode,
  type Range,
} from './log/index.ts'
export {
  packEvidence,
  writeFolder,
  writeZip,
  type Content,
  type EvidenceItem,
  type PackageIndex,
  type PackedEvidence,
  type PackedFile,
  type PackOptions,
  type Resource,
  type Withheld,
} from './packing/index.ts'
export {
  defaultLimits,
  openPackage,
  UnreadablePackage,
  type PackageFiles,
  type ReadLimits,
} from './reading/index.ts'
export {
  memoryLog,
  seal,
  sealFiles,
  SealRecord,
  Statement,
  timestampFiles,
  vouchForKey,
  type Logged,
  type Seal,
  type SealLog,
  type SealOptions,
  type TreeHead,
  type VouchedKey,
} from './sealing/index.ts'
export {
  isSignedBy,
  readPublicKey,
  signerOf,
  type PublicKey,
  type Signer,
} from './signing/index.ts'
export {
  askForTimestamp,
  rehearsalAuthority,
  stampedAt,
  timestampRequest,
  verifyTimestamp,
  type Answered,
  type Authority,
  type RehearsalAuthority,
  type RequestOptions,
  type TimestampFaultCode,
  type TimestampRefusal,
  type TimestampToVerify,
  type Unanswered,
  type VerifiedTimestamp,
} from './timestamp/index.ts'
export {
  joinTrust,
  noTrust,
  readTrust,
  verifyPackage,
  type Check,
  type CheckedTimestamp,
  type CheckName,
  type Trust,
  type Verdict,
} from './verifying/index.ts'
