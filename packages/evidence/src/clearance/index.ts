export {
  signClearance,
  verifyClearance,
  type ClearanceFacts,
  type ClearanceVerdict,
  type SignedClearance,
} from './clearance.ts'
