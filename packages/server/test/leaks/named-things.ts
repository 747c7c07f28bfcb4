/** Everything that a request can name of an organisation's own data. */
export type Named = {
  slug: string
  email: string
  marketplace: string
  /** A listing that only its sender may see, and another of the same kind. */
  listing: string
  /** Of its seller. */
  sellerAccount: string
  externalId: string
  otherExternalId: string
  idempotencyKey: string
  /** Of a file that it sent in, and of the mapping of its columns. */
  import: string
  mappingSignature: string
  decision: string
  outcome: string
  proposal: string
  translation: string
  /** In a listing of that account, which is in the network. */
  identifier: string
  linkJudgement: string
  /** A decision on the hub that the identifier is. */
  linkHub: string
  linkHubDecision: string
  linkContest: string
  network: string
  /** Of the network, to an authority of its own. */
  referral: string
  referralDocument: string
  referralQuestion: string
  supplement: string
  outcomeReport: string
  replyLink: string
  informationRequest: string
  informedSeller: string
  /** In a bank of pictures. */
  reference: string
  /** Its bytes, in base64, and the brand that it shows. */
  referencePicture: string
  referenceBrand: string
  capture: string
  proceeding: string
  message: string
  notice: string
  noticeAddress: string
  noticeTemplate: string
  /** A notice that it received, the code of its sender, a flagger and a record of misuse. */
  receivedNotice: string
  /** The digest of a picture that it brought. */
  receivedPicture: string
  receipt: string
  flagger: string
  misuse: string
  /** A restriction that it proposed without a notice. */
  ownRestriction: string
  /** A bulk restriction of an item that was decided already. */
  bulkRestriction: string
  /** About a seller who received a message, his response, and its result. */
  appealLink: string
  appealToken: string
  appeal: string
  appealDocument: string
  clearance: string
  proofRequest: string
  confidentialityHold: string
  safeguard: string
  brand: string
  /** Claimed and not approved; alphabetically before all others, so that no page after them contains it. */
  spareBrand: string
  product: string
  key: string
  member: string
  invitation: string
  invitationToken: string
  session: string
  webhook: string
  event: string
  claim: string
  document: string
  auditEvent: string
  hold: string
  privacyRequest: string
  view: string
  watch: string
  watchRun: string
  watchedListing: string
  watchTimeEntry: string
  tip: string
  tipAddress: string
  /** A listed unit, and its batch. */
  code: string
  codeBatch: string
  codeKey: string
  alert: string
  epcisCapture: string
  report: string
  case: string
  otherCase: string
  caseTask: string
  turnoverLine: string
  caseTemplate: string
  caseQueue: string
  caseFile: string
  casePackage: string
  sharedNote: string
  auditSample: string
  /** At hand to its admin. */
  auditItem: string
  /** With weights. */
  fit: string
  seller: string
  /** Of a change of thresholds. */
  threshold: string
  /** A draft engine release, which belongs to the operator alone. */
  release: string
  /** When all of it was there. */
  at: string
}
