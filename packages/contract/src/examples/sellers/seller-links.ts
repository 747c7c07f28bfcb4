import type {
  linkContestEndpoints,
  linkHubEndpoints,
  linkJudgementEndpoints,
  linkModelEndpoints,
  sellerIdentifierEndpoints,
  sellerLinkEndpoints,
  sellerNetworkEndpoints,
} from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const params = { id: samples.linkedAccount }
const model = { version: '2' }

export const sellerLinkExamples: ExamplesOf<typeof sellerLinkEndpoints> = {
  list: [
    {
      what: 'List the most probable links',
      by: 'market-a',
      query: { limit: 20 },
      keeps: {
        [samples.linkedAccount]: '/items/0/a/id',
        [samples.otherLinkedAccount]: '/items/0/b/id',
      },
    },
    { what: 'List less likely pairs, for review', by: 'market-a', query: { state: 'possible' } },
  ],
  ofAccount: [
    {
      what: 'List which accounts seem to be the same seller',
      by,
      params,
      keeps: { [samples.network]: '/network' },
    },
  ],
  pair: [
    {
      what: 'Compare two accounts before judging them',
      by,
      params: { id: samples.linkedAccount, other: samples.otherLinkedAccount },
    },
  ],
}

export const linkJudgementExamples: ExamplesOf<typeof linkJudgementEndpoints> = {
  record: [
    {
      what: 'Record that two accounts are of two sellers',
      by,
      body: {
        judgements: [
          {
            a: samples.linkedAccount,
            b: samples.otherLinkedAccount,
            judgement: 'different',
            reason: 'They share the number of a phone shop, which confirmed both.',
          },
        ],
      },
      status: 201,
      keeps: { [samples.linkJudgement]: '/items/0/id' },
    },
  ],
  list: [{ what: 'List judgements', by }],
  act: [
    {
      what: 'Withdraw a judgement',
      by,
      params: { id: samples.linkJudgement },
      body: { action: { type: 'withdraw' } },
    },
    {
      what: 'Approve a judgement that joins more than 20 accounts',
      by,
      params: { id: samples.pendingJudgement },
      body: { action: { type: 'approve' } },
    },
  ],
}

export const linkContestExamples: ExamplesOf<typeof linkContestEndpoints> = {
  record: [
    {
      what: 'Record that a seller contests a link',
      by,
      body: {
        account: samples.linkedAccount,
        other: samples.otherLinkedAccount,
        text: 'The number belongs to the shop where both of us bought our phones.',
      },
      status: 201,
      keeps: { [samples.linkContest]: '/id' },
    },
  ],
  list: [{ what: 'List contests that wait for a decision', by, query: { state: 'open' } }],
  read: [
    {
      what: 'Retrieve a contest with the link as it was',
      by: 'rosa',
      params: { id: samples.linkContest },
    },
  ],
  act: [
    {
      what: 'Reject a contest',
      by: 'rosa',
      params: { id: samples.linkContest },
      body: {
        action: { type: 'reject', reason: 'Both accounts name the same tax number, too.' },
      },
    },
    {
      what: 'Uphold a contest',
      by: 'rosa',
      params: { id: samples.otherLinkContest },
      body: {
        action: { type: 'uphold', reason: 'The shop confirmed that it sold both phones.' },
      },
    },
  ],
}

export const sellerNetworkExamples: ExamplesOf<typeof sellerNetworkEndpoints> = {
  list: [{ what: 'List the largest networks', by, query: { limit: 20 } }],
  read: [
    {
      what: 'Retrieve a network with its accounts and history',
      by,
      params: { id: samples.network },
    },
  ],
  graph: [
    {
      what: 'Retrieve a network as a graph of at most 200 accounts',
      by,
      params: { id: samples.network },
      query: { accounts: 200 },
    },
  ],
}

export const linkHubExamples: ExamplesOf<typeof linkHubEndpoints> = {
  list: [
    {
      what: 'List identifiers on too many accounts to link any',
      by,
      keeps: { [samples.linkHub]: '/items/0/id' },
    },
  ],
  act: [
    {
      what: 'Confirm that a value links nobody',
      by,
      params: { id: samples.linkHub },
      body: { action: { type: 'confirm', reason: 'A forwarder answers this number.' } },
      keeps: { [samples.linkHubDecision]: '/decision/id' },
    },
    {
      what: 'Withdraw the decision',
      by,
      params: { id: samples.linkHub },
      body: { action: { type: 'withdraw', decision: samples.linkHubDecision } },
    },
    {
      what: 'Approve that a value on more than 20 accounts counts again',
      by,
      params: { id: samples.linkHub },
      body: { action: { type: 'approve', decision: samples.pendingHubDecision } },
    },
  ],
}

export const linkModelExamples: ExamplesOf<typeof linkModelEndpoints> = {
  list: [{ what: 'List versions of the model', by }],
  create: [{ what: 'Draft a new version', by: 'otto', status: 201 }],
  read: [{ what: 'Retrieve a version with the comparison of its links', by, params: model }],
  act: [
    {
      what: 'Try a version in shadow',
      by,
      params: model,
      body: { action: { type: 'start-shadow' }, expectedVersion: 1 },
    },
    {
      what: 'Compare the links of a version in shadow with those there are',
      by,
      params: model,
      body: { action: { type: 'compare' } },
    },
    {
      what: 'Make a version live that was tried in shadow',
      by,
      params: model,
      body: { action: { type: 'make-live' } },
    },
    {
      what: 'Roll back to the version before',
      by,
      params: model,
      body: { action: { type: 'roll-back' } },
    },
    {
      what: 'Try it in shadow again',
      by,
      params: model,
      body: { action: { type: 'start-shadow' } },
    },
    {
      what: 'Retire a version in shadow',
      by,
      params: model,
      body: { action: { type: 'retire' } },
    },
  ],
}

export const sellerIdentifierExamples: ExamplesOf<typeof sellerIdentifierEndpoints> = {
  ofAccount: [
    {
      what: 'List identifiers in the listings of a seller',
      by,
      params,
      keeps: { [samples.identifier]: '/items/0/id' },
    },
  ],
  act: [
    {
      what: 'Show the value of an identifier to prepare a case',
      by,
      params: { id: samples.identifier },
      body: { action: { type: 'reveal', purpose: 'case-preparation' } },
    },
  ],
}
