import {
  ClaimDecision,
  ClaimReason,
  ClaimResolution,
  claimStates,
  ClaimInput,
  Slug,
} from '@touchstone/contract'
import { z } from 'zod'
import {
  approveClaim,
  checkClaim,
  contestClaim,
  listClaims,
  readDocument,
  rejectClaim,
  resolveClaim,
  revokeClaim,
  setApprover,
  submitClaim,
  type Claim,
} from '../../brands/claims/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import {
  collectPages,
  inOneTransaction,
  defineOperation,
  type OperationInput,
} from './operation.ts'

const Submission = z.strictObject({ organisation: Slug, claim: ClaimInput })
const Listing = z.strictObject({ state: z.enum(claimStates).optional() })
const Document = z.strictObject({ id: z.string(), document: z.string() })
const Naming = z.strictObject({ organisation: Slug, named: z.boolean() })

export const claimOperations = {
  'claims.submit': defineOperation(
    Submission,
    async ({ store, actor }, { claim, organisation }) => {
      const input = { organisation, claim: await checkClaim(claim, organisation) }
      return store.transact(contextOf(actor), (handle) => submitClaim({ handle, actor, input }))
    },
  ),
  'claims.list': inOneTransaction(Listing, allClaims),
  'claims.document': inOneTransaction(Document, documentAsText),
  'claims.approve': inOneTransaction(deciding(ClaimDecision), approveClaim),
  'claims.reject': inOneTransaction(deciding(ClaimReason), rejectClaim),
  'claims.revoke': inOneTransaction(deciding(ClaimReason), revokeClaim),
  'claims.contest': inOneTransaction(deciding(ClaimReason), contestClaim),
  'claims.resolve': inOneTransaction(deciding(ClaimResolution), resolveClaim),
  'claims.approver': inOneTransaction(Naming, setApprover),
}

function deciding<D extends z.ZodType>(decision: D): z.ZodObject<{ id: z.ZodString; decision: D }> {
  return z.strictObject({ id: z.string(), decision })
}

const claimsAtOnce = 100

function allClaims({
  handle,
  actor,
  input,
}: OperationInput<z.output<typeof Listing>>): Promise<Claim[]> {
  const { state } = input
  return collectPages(
    claimsAtOnce,
    (place) => listClaims({ handle, actor, input: { ...place, ...(state && { state }) } }),
    ({ submittedAt }) => submittedAt,
  )
}

/** The bytes in base64, since the result of an operation is JSON. */
async function documentAsText(
  options: OperationInput<z.output<typeof Document>>,
): Promise<{ mediaType: string; content: string }> {
  const { mediaType, content } = await readDocument(options)
  return { mediaType, content: content.toString('base64') }
}
