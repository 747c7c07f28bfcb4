import type {
  appealEndpoints,
  clearanceEndpoints,
  proofRequestEndpoints,
  sellerEndpoints,
} from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const seller = { marketplace: 'market-a', id: 's-77' }
const ownWay = 'Seller centre → Messages → Decisions'
const oneAsk = { id: samples.proofAsk }
const oneAnswer = { id: samples.answer }
const oneClearance = { id: samples.clearance }
/** One white point. */
const point =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=='
const ask = {
  listing: samples.offer,
  brand: 'velmoraq',
  reason: 'The price is far below what authorised dealers ask.',
  accepts: ['invoice', 'authorisation-letter'] as ('invoice' | 'authorisation-letter')[],
}

export const proofAskExamples: ExamplesOf<typeof proofRequestEndpoints> = {
  ask: [
    {
      what: 'Asks the seller of an offer for an invoice or a letter',
      by: 'otto',
      body: ask,
      status: 201,
      keeps: { [samples.proofAsk]: '/id' },
    },
    {
      what: 'Asks within a week',
      by: 'otto',
      body: { ...ask, brand: 'norvik', days: 7 },
      status: 201,
      keeps: { [samples.otherProofAsk]: '/id' },
    },
  ],
  list: [{ what: 'The newest first', by: 'otto' }],
  read: [{ what: 'With the answers to it', by: 'otto', params: oneAsk }],
  withdraw: [
    {
      what: 'Needs it no longer',
      by: 'otto',
      params: { id: samples.otherProofAsk },
      body: { reasons: 'The offer was asked about twice.' },
    },
  ],
  decide: [
    {
      what: 'Accepts what the seller showed, for half a year',
      by: 'otto',
      params: oneAsk,
      body: { outcome: 'accepted', reasons: 'The invoice names the goods.', months: 6 },
    },
  ],
}

export const appealExamples: ExamplesOf<typeof appealEndpoints> = {
  makeLink: [
    {
      what: 'About a restriction',
      by: 'otto',
      body: { proceeding: samples.answerProceeding, seller, ownWay },
      status: 201,
      keeps: { [samples.anewLink]: '/link/id' },
    },
    {
      what: 'About a request for proof, in German, for a week',
      by: 'otto',
      body: { ask: samples.proofAsk, seller, ownWay, locale: 'de', days: 7 },
      status: 201,
      keeps: { [samples.otherAnswerLink]: '/link/id' },
    },
  ],
  links: [{ what: 'The newest first', by: 'otto' }],
  revokeLink: [{ what: 'Ends one', by: 'otto', params: { id: samples.otherAnswerLink } }],
  list: [{ what: 'The newest first', by: 'otto', keeps: { [samples.answer]: '/items/0/id' } }],
  read: [
    {
      what: 'With its documents by name',
      by: 'otto',
      params: oneAnswer,
      keeps: { [samples.answerDocument]: '/documents/0/id' },
    },
  ],
  document: [
    {
      what: 'Opens the first one',
      by: 'otto',
      params: { ...oneAnswer, document: samples.answerDocument },
    },
  ],
  decide: [
    {
      what: 'Finds the seller right, and undoes what was done',
      by: 'otto',
      params: oneAnswer,
      body: {
        outcome: 'upheld',
        reasons: 'The invoice shows that the goods come from the brand’s own dealer.',
        summary: 'Proof of purchase from an authorised dealer was shown.',
        qualification: 'Lawyer for trade marks',
      },
    },
  ],
  told: [{ what: 'Told by mail', by: 'otto', params: oneAnswer, body: { how: 'Message 4711' } }],
}

const mine = { link: samples.answerLink }

export const sellerExamples: ExamplesOf<typeof sellerEndpoints> = {
  open: [{ what: 'Opens the link', by: 'seller', body: { token: samples.answerToken } }],
  read: [{ what: 'What was done, and why', by: 'seller', params: mine }],
  picture: [
    {
      what: 'The page as it was sealed',
      by: 'seller',
      params: { link: samples.picturedLink, digest: samples.sellersPicture },
    },
  ],
  answer: [
    {
      what: 'With a picture of the invoice',
      by: 'seller',
      params: mine,
      body: {
        words: 'We bought them from the brand’s own dealer; the invoice is here.',
        locale: 'en',
        documents: [{ name: 'invoice.png', content: point }],
      },
    },
  ],
  withdraw: [{ what: 'Takes it back', by: 'seller', params: mine }],
  refer: [
    {
      what: 'Turns to a certified body',
      by: 'seller',
      params: mine,
      body: { body: 'Settlement House' },
    },
  ],
  leave: [{ what: 'On a computer that others use', by: 'seller' }],
}

export const clearanceExamples: ExamplesOf<typeof clearanceEndpoints> = {
  issue: [
    {
      what: 'Clears the seller for one product',
      by: 'otto',
      body: {
        answer: samples.answer,
        brand: 'velmoraq',
        right: 'EM 018000001',
        product: 'wallet-1',
      },
      status: 201,
      keeps: { [samples.clearance]: '/id' },
    },
  ],
  list: [{ what: 'The newest first', by: 'otto' }],
  read: [{ what: 'With the key that proves it', by: 'otto', params: oneClearance }],
  revoke: [
    {
      what: 'Revokes it',
      by: 'otto',
      params: oneClearance,
      body: { reason: 'The invoice was not the seller’s.' },
    },
  ],
}
