import type {
  appealEndpoints,
  clearanceEndpoints,
  proofRequestEndpoints,
  sellerEndpoints,
} from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const seller = { marketplace: 'market-a', id: 's-77' }
const ownChannel = 'Seller centre → Messages → Decisions'
const oneProofRequest = { id: samples.proofRequest }
const oneAppeal = { id: samples.appeal }
const oneClearance = { id: samples.clearance }
/** One white pixel. */
const point =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=='
const request = {
  listing: samples.listing,
  brand: 'velmoraq',
  reason: 'The price is far below what authorised dealers ask.',
  accepts: ['invoice', 'authorisation-letter'] as ('invoice' | 'authorisation-letter')[],
}

export const proofRequestExamples: ExamplesOf<typeof proofRequestEndpoints> = {
  create: [
    {
      what: 'Ask the seller of a listing for an invoice or a letter',
      by: 'otto',
      body: request,
      status: 201,
      keeps: { [samples.proofRequest]: '/id' },
    },
    {
      what: 'Request proof within a week',
      by: 'otto',
      body: { ...request, brand: 'norvik', days: 7 },
      status: 201,
      keeps: { [samples.otherProofRequest]: '/id' },
    },
  ],
  list: [{ what: 'List the newest requests', by: 'otto' }],
  read: [{ what: 'Retrieve a request with its submissions', by: 'otto', params: oneProofRequest }],
  act: [
    {
      what: 'Accept the proof for half a year',
      by: 'otto',
      params: oneProofRequest,
      body: { action: { type: 'accept', reasons: 'The invoice names the goods.', months: 6 } },
    },
    {
      what: 'Withdraw a request that is no longer needed, as it was read',
      by: 'otto',
      params: { id: samples.otherProofRequest },
      body: {
        action: { type: 'withdraw', reasons: 'The listing was asked about twice.' },
        expectedVersion: 1,
      },
    },
  ],
}

export const appealExamples: ExamplesOf<typeof appealEndpoints> = {
  createLink: [
    {
      what: 'Create a link for a restriction',
      by: 'otto',
      body: { proceeding: samples.appealProceeding, seller, ownChannel },
      status: 201,
      keeps: { [samples.anewLink]: '/link/id' },
    },
    {
      what: 'Create a link for a proof request, in German, valid for a week',
      by: 'otto',
      body: { proofRequest: samples.proofRequest, seller, ownChannel, locale: 'de', days: 7 },
      status: 201,
      keeps: { [samples.otherAppealLink]: '/link/id' },
    },
  ],
  links: [{ what: 'List the newest links', by: 'otto' }],
  actOnLink: [
    {
      what: 'Revoke a link',
      by: 'otto',
      params: { id: samples.otherAppealLink },
      body: { action: { type: 'revoke' } },
    },
  ],
  list: [
    { what: 'List the newest appeals', by: 'otto', keeps: { [samples.appeal]: '/items/0/id' } },
  ],
  read: [
    {
      what: 'Retrieve an appeal with the names of its documents',
      by: 'otto',
      params: oneAppeal,
      keeps: { [samples.appealDocument]: '/documents/0/id' },
    },
  ],
  document: [
    {
      what: 'Download the first document',
      by: 'otto',
      params: { ...oneAppeal, document: samples.appealDocument },
    },
  ],
  decide: [
    {
      what: 'Uphold the appeal and reverse the restriction',
      by: 'otto',
      params: oneAppeal,
      body: {
        outcome: 'upheld',
        reasons: 'The invoice shows that the goods come from the brand’s own dealer.',
        summary: 'Proof of purchase from an authorised dealer was shown.',
        qualification: 'Lawyer for trade marks',
      },
    },
  ],
  recordInformed: [
    {
      what: 'Record a decision sent by email',
      by: 'otto',
      params: oneAppeal,
      body: { how: 'Message 4711' },
    },
  ],
}

const mine = { link: samples.appealLink }

export const sellerExamples: ExamplesOf<typeof sellerEndpoints> = {
  open: [{ what: 'Open the link', by: 'seller', body: { token: samples.appealToken } }],
  read: [{ what: 'Retrieve what was restricted, and why', by: 'seller', params: mine }],
  picture: [
    {
      what: 'Retrieve the page as sealed',
      by: 'seller',
      params: { link: samples.picturedLink, digest: samples.sellersPicture },
    },
  ],
  submit: [
    {
      what: 'Submit an appeal with a picture of the invoice',
      by: 'seller',
      params: mine,
      body: {
        words: 'We bought them from the brand’s own dealer; the invoice is here.',
        locale: 'en',
        documents: [{ name: 'invoice.png', content: point }],
      },
    },
  ],
  act: [
    {
      what: 'Withdraw the appeal',
      by: 'seller',
      params: mine,
      body: { action: { type: 'withdraw' } },
    },
    {
      what: 'Turn to a certified body',
      by: 'seller',
      params: mine,
      body: { action: { type: 'refer', body: 'Settlement House' } },
    },
    {
      what: 'Contest a referral that names the seller',
      by: 'seller',
      params: { link: samples.namedSellerLink },
      body: {
        action: {
          type: 'contest-referral',
          referral: samples.contestedReferral,
          text: 'The bowls are of our own design; the registration is from 2019.',
        },
      },
    },
  ],
  readEmailUpdates: [
    { what: 'See whether emails about changes are on', by: 'seller', params: mine },
  ],
  requestEmailUpdates: [
    {
      what: 'Leave an address for emails about changes',
      by: 'seller',
      params: mine,
      body: { email: 'sam@belts.example', locale: 'en' },
    },
  ],
  actOnEmailUpdates: [
    {
      what: 'Confirm the address with the token of the email',
      by: 'nobody',
      body: { action: { type: 'confirm', token: samples.emailUpdatesToken } },
    },
  ],
  removeEmailUpdates: [{ what: 'Remove the address', by: 'seller', params: mine }],
  leave: [{ what: 'Sign out on a shared computer', by: 'seller' }],
}

export const clearanceExamples: ExamplesOf<typeof clearanceEndpoints> = {
  issue: [
    {
      what: 'Clear the seller for one product',
      by: 'otto',
      body: {
        appeal: samples.appeal,
        brand: 'velmoraq',
        right: 'EM 018000001',
        product: 'wallet-1',
      },
      status: 201,
      keeps: { [samples.clearance]: '/id' },
    },
  ],
  list: [{ what: 'List the newest clearances', by: 'otto' }],
  read: [{ what: 'Retrieve a clearance with its public key', by: 'otto', params: oneClearance }],
  act: [
    {
      what: 'Revoke a clearance',
      by: 'otto',
      params: oneClearance,
      body: { action: { type: 'revoke', reason: 'The invoice was not the seller’s.' } },
    },
  ],
}
