import type { z } from 'zod'
import type { moderationEndpoints } from '../../api/index.ts'
import type { StatementOfReasons } from '../../enforcement/statement-of-reasons.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const formSlug = { slug: 'market-a' }
const one = { id: samples.receivedNotice }
const first = { ...one, position: '0' }
const second = { ...one, position: '1' }
const { receipt } = samples

/** As completed by a person. */
const statement: z.input<typeof StatementOfReasons> = {
  puid: 'made-when-it-is-sent',
  platform: 'Market A',
  subject: 'your listing 100-1',
  content: { types: ['product'], postedOn: '2026-11-20' },
  measures: [{ measure: 'disable' }],
  territory: ['DE', 'FR', 'NL'],
  startsOn: '2026-11-26',
  facts: 'The title of the offer says “replica”.',
  source: 'notice',
  automatedDetection: false,
  automatedDecision: 'partly',
  ground: {
    kind: 'illegal',
    legalGround: 'Regulation (EU) 2017/1001, Article 9(2)',
    why: 'The title uses the registered name for goods that it calls a replica.',
  },
  redress: {
    complaint: { where: 'https://market-a.example/complaints', until: '2027-05-26' },
    bodies: 'Any certified out-of-court dispute settlement body on the list of the Commission.',
    court: 'The courts of your seat, at any time.',
  },
}

export const moderationExamples: ExamplesOf<typeof moderationEndpoints> = {
  set: [
    {
      what: 'Set the legal profile and open notice intake',
      by: 'otto',
      body: {
        profile: { tier: 'marketplace', sizeClass: 'other' },
        door: 'open',
        texts: {
          platform: 'Market A',
          complaints: 'https://market-a.example/complaints',
          bodies:
            'Any certified out-of-court dispute settlement body on the list of the Commission.',
          court: 'The courts of your seat, at any time.',
          territory: ['DE', 'FR', 'NL'],
        },
      },
    },
  ],
  settings: [{ what: 'Retrieve every duty, whether it applies and why', by: 'otto' }],
  putFlagger: [
    {
      what: 'Add a trusted flagger as listed by the coordinator',
      by: 'otto',
      body: {
        notifierType: 'trusted-flagger',
        name: 'Velmoraq Watch',
        awardedBy: 'The coordinator of Ireland',
        areas: ['counterfeit'],
        status: 'active',
        source: 'https://lists.example/trusted-flaggers',
        listedOn: '2026-11-20',
      },
      keeps: { [samples.flagger]: '/id' },
    },
  ],
  flaggers: [{ what: 'List all of them', by: 'otto' }],
  reportFlagger: [
    {
      what: 'Report unsubstantiated notices to the coordinator',
      by: 'otto',
      params: { id: samples.flagger },
      body: { explanation: 'Of twelve notices nine named no right at all.', unfounded: 9 },
    },
  ],
  door: [{ what: 'Retrieve the fields of the form', by: 'nobody', params: formSlug }],
  send: [
    {
      what: 'Report a listing without an account',
      by: 'nobody',
      params: formSlug,
      body: {
        items: [
          {
            urls: ['https://market-a.example/item/100-1'],
            reasons: 'The title says “replica”, and the name on the bag is our registered mark.',
          },
          {
            urls: ['https://market-a.example/item/unknown-2'],
            reasons: 'The picture shows a bag that we never made.',
          },
        ],
        name: 'Maren Osk',
        email: 'maren@velmoraq.example',
        goodFaith: true,
        ground: 'counterfeit',
        right: { number: '018000001', office: 'EM', holder: 'Velmoraq Holding' },
      },
      status: 201,
      keeps: { [samples.receipt]: '/receipt' },
    },
  ],
  follow: [{ what: 'Retrieve the status', by: 'nobody', body: { receipt } }],
  queue: [
    {
      what: 'List the items due first',
      by: 'otto',
      query: { limit: 10 },
      keeps: { [samples.receivedNotice]: '/items/0/notice' },
    },
  ],
  read: [
    { what: 'Retrieve the sender’s text beside the engine’s assessment', by: 'otto', params: one },
  ],
  picture: [
    {
      what: 'Retrieve the page as sealed',
      by: 'otto',
      params: { ...one, digest: samples.evidencePicture },
    },
  ],
  draft: [{ what: 'Draft from the evidence', by: 'otto', params: first }],
  preview: [
    {
      what: 'Preview the statement and what is still missing',
      by: 'otto',
      params: first,
      body: {
        statement,
      },
    },
  ],
  act: [
    {
      what: 'Triage an item',
      by: 'otto',
      params: first,
      body: {
        action: {
          type: 'triage',
          knowledge: 'yes',
          knowledgeReason: 'The title itself says so.',
          lifeSafety: false,
        },
      },
    },
    {
      what: 'Start the review',
      by: 'otto',
      params: first,
      body: { action: { type: 'start-review' } },
    },
    {
      what: 'Request more information',
      by: 'otto',
      params: first,
      body: { action: { type: 'request-information', question: 'Which name stands on the bag?' } },
    },
  ],
  review: [{ what: 'Retrieve the checks and a proposed decision', by: 'otto', params: second }],
  candidates: [
    { what: 'Find a listing by words in its title', by: 'otto', query: { search: 'tote' } },
  ],
  previewBulk: [
    {
      what: 'Preview which items share a fact',
      by: 'otto',
      body: { items: [{ notice: samples.receivedNotice, position: 1 }] },
    },
  ],
  restrictInBulk: [
    {
      what: 'Restrict items in the background',
      by: 'otto',
      body: {
        fact: {
          ground: 'counterfeit',
          right: 'EM 018000001',
          kind: 'signal',
          value: 'text.replica-term',
        },
        measures: ['disable'],
        why: 'The title calls goods a replica that bear the registered name.',
        items: [{ notice: samples.receivedNotice, position: 1, version: 2 }],
      },
      status: 201,
      keeps: { [samples.bulkRestriction]: '/id' },
    },
  ],
  listBulk: [{ what: 'List the latest', by: 'otto' }],
  readBulk: [
    {
      what: 'Retrieve the progress',
      by: 'otto',
      params: { id: samples.bulkRestriction },
    },
  ],
  actOnBulk: [
    {
      what: 'Stop it',
      by: 'otto',
      params: { id: samples.bulkRestriction },
      body: { action: { type: 'stop' } },
    },
  ],
  decide: [
    {
      what: 'Take no action on an item, in one step',
      by: 'otto',
      params: second,
      body: {
        outcome: 'no-action',
        triage: {
          knowledge: 'no',
          knowledgeReason: 'The notice does not say where the goods are offered.',
          lifeSafety: false,
        },
        reasons: 'We found no listing at this address.',
      },
    },
  ],
  actByReceipt: [
    {
      what: 'Reply as the sender',
      by: 'nobody',
      body: { receipt, action: { type: 'respond', position: 0, text: 'VELMORAQ, on the clasp.' } },
    },
    {
      what: 'Withdraw as the sender',
      by: 'nobody',
      body: {
        receipt,
        action: { type: 'withdraw', cause: 'mistaken', reason: 'The seller has shown a licence.' },
      },
    },
  ],
  measures: [{ what: 'List measures in force', by: 'otto' }],
  filings: [{ what: 'List records to file', by: 'otto' }],
  noteFilings: [
    {
      what: 'Record what the database accepted, including an unknown identifier that is reported separately',
      by: 'otto',
      body: { filings: [{ puid: '0f6b2c19d3a84e57', databaseId: '7d0c3c1e' }] },
    },
  ],
  own: [
    {
      what: 'Propose a restriction on own initiative',
      by: 'otto',
      body: { listing: samples.listing },
      keeps: { [samples.ownRestriction]: '/proceeding' },
    },
  ],
  readOwn: [
    {
      what: 'Retrieve it with a draft of its statement of reasons',
      by: 'otto',
      params: { id: samples.ownRestriction },
    },
  ],
  previewOwn: [
    {
      what: 'Preview the statement and what is still missing',
      by: 'otto',
      params: { id: samples.ownRestriction },
      body: { instance: 'restriction', statement: { ...statement, source: 'own-initiative' } },
    },
  ],
  actOnOwn: [
    {
      what: 'Drop the proposal',
      by: 'otto',
      params: { id: samples.ownRestriction },
      body: {
        action: {
          type: 'drop',
          instance: 'restriction',
          reason: 'The seller has shown an invoice of the holder.',
        },
        expectedVersion: 1,
      },
    },
  ],
  watch: [
    {
      what: 'Open the record of a seller',
      by: 'otto',
      body: { role: 'seller', seller: 'seller-7' },
      keeps: { [samples.misuse]: '/id' },
    },
  ],
  actOnMisuse: [
    {
      what: 'Warn the seller',
      by: 'otto',
      params: { id: samples.misuse },
      body: {
        action: {
          type: 'warn',
          warning:
            'Four of your listings were restricted within a month. The fifth may suspend you.',
        },
        expectedVersion: 1,
      },
    },
    {
      what: 'Close the record',
      by: 'otto',
      params: { id: samples.misuse },
      body: { action: { type: 'close', reason: 'The seller closed its account.' } },
    },
  ],
  misuse: [{ what: 'List everyone warned or suspended', by: 'otto' }],
}
