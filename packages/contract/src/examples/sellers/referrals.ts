import type {
  informationRequestEndpoints,
  outcomeReportEndpoints,
  referralEndpoints,
  referralQuestionEndpoints,
  referralReplyEndpoints,
  referralSupplementEndpoints,
  referralTemplateEndpoints,
  replyLinkEndpoints,
} from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const params = { id: samples.referral }
const by = 'otto'
const officer = 'ines'

const drafted = {
  template: 'uk-pipcu',
  source: { kind: 'network', network: samples.network },
  title: 'Two accounts that sell one kind of bowl',
  recipient: {
    kind: 'organisation',
    organisation: 'authority-a',
    country: 'GB',
    office: 'police',
  },
} as const

export const referralTemplateExamples: ExamplesOf<typeof referralTemplateEndpoints> = {
  list: [{ what: 'List what each kind of recipient expects', by, query: {} }],
}

export const referralExamples: ExamplesOf<typeof referralEndpoints> = {
  recipients: [{ what: 'List whom a referral can be made to', by }],
  create: [
    {
      what: 'Draft a referral of a network',
      by,
      body: drafted,
      status: 201,
      keeps: { [samples.referral]: '/id' },
    },
    {
      what: 'Draft one for a recipient without an account here',
      by,
      body: {
        ...drafted,
        recipient: {
          kind: 'outside',
          name: 'Office of the Prosecutor',
          country: 'GB',
          office: 'prosecution',
          address: '1 Example Street, Example Town',
        },
      },
      status: 201,
      keeps: { [samples.otherReferral]: '/id' },
    },
  ],
  change: [
    {
      what: 'State who complains, and what was examined',
      by,
      params,
      body: {
        draft: {
          complainant: {
            name: 'Market A',
            country: 'GB',
            contact: { name: 'Duty desk', phone: '+44 20 0000 0000' },
          },
          examination: {
            examiner: 'A. Examiner',
            examinedOn: '2026-11-02',
            statement: 'The wood is painted, where genuine bowls are turned from one piece.',
          },
        },
        expectedVersion: 0,
      },
    },
  ],
  attach: [
    {
      what: 'Attach a comparison',
      by,
      params,
      body: {
        purpose: 'comparison',
        title: 'Both bowls side by side',
        document: { mediaType: 'application/pdf', content: samples.pdf },
      },
      status: 201,
      keeps: { [samples.referralDocument]: '/id' },
    },
  ],
  detach: [
    {
      what: 'Delete a document of the draft',
      by,
      params: { ...params, document: samples.referralDocument },
    },
  ],
  preview: [{ what: 'Read the dossier as it would be sent', by, params }],
  read: [{ what: 'Retrieve a draft with what it lacks', by, params }],
  list: [
    { what: 'List the referrals that the organisation made', by, query: { side: 'sender' } },
    { what: 'List those that it received', by: officer, query: { side: 'recipient' } },
  ],
  act: [
    {
      what: 'Submit a referral for release',
      by,
      params,
      body: { action: { type: 'submit' } },
    },
    {
      what: 'Return it to its draft',
      by: 'rosa',
      params,
      body: { action: { type: 'return', reason: 'The comparison is missing.' } },
    },
    {
      what: 'Submit it again',
      by,
      params,
      body: { action: { type: 'submit' } },
    },
    {
      what: 'Release it as a second person',
      by: 'rosa',
      params,
      body: { action: { type: 'release' } },
    },
    {
      what: 'Have its package made again',
      by: 'rosa',
      params,
      body: { action: { type: 'retry' } },
    },
    {
      what: 'Acknowledge a received referral',
      by: officer,
      params,
      body: { action: { type: 'acknowledge' } },
    },
    {
      what: 'Withdraw a referral',
      by,
      params: { id: samples.otherReferral },
      body: { action: { type: 'withdraw', reason: 'The accounts were closed.' } },
    },
    {
      what: 'Close a referral of which nothing more is expected',
      by,
      params: { id: samples.closedReferral },
      body: { action: { type: 'close' } },
    },
    {
      what: 'Uphold what a seller contests, as a person who neither submitted nor released it',
      by,
      params: { id: samples.contestedReferral },
      body: {
        action: {
          type: 'decide-contest',
          contest: samples.referralContest,
          outcome: 'upheld',
          reason: 'The designs that they show were registered before ours.',
        },
      },
    },
  ],
  items: [{ what: 'List what was sent', by: officer, params }],
  package: [
    { what: 'Download the package', by: officer, params },
    { what: 'Download its redacted copy', by: officer, params, query: { redacted: 'true' } },
  ],
  custody: [{ what: 'List who read and copied it', by: officer, params }],
}

export const referralQuestionExamples: ExamplesOf<typeof referralQuestionEndpoints> = {
  ask: [
    {
      what: 'Ask about two accounts',
      by: officer,
      params,
      body: { items: ['A-1', 'A-2'], text: 'Since when are both accounts active?' },
      status: 201,
      keeps: { [samples.referralQuestion]: '/id' },
    },
  ],
  answer: [
    {
      what: 'Answer a question',
      by,
      params: { ...params, question: samples.referralQuestion },
      body: { action: { type: 'answer', text: 'Both were first seen in November.' } },
    },
  ],
  list: [{ what: 'List questions and answers', by, params }],
}

export const referralSupplementExamples: ExamplesOf<typeof referralSupplementEndpoints> = {
  submit: [
    {
      what: 'Submit a supplement for release',
      by,
      params,
      body: { text: 'Both accounts changed their names on 20 November.' },
      status: 201,
      keeps: { [samples.supplement]: '/id' },
    },
  ],
  act: [
    {
      what: 'Release a supplement as a second person',
      by: 'rosa',
      params: { ...params, supplement: samples.supplement },
      body: { action: { type: 'release' } },
    },
  ],
  list: [{ what: 'List the supplements of a referral', by, params }],
}

export const outcomeReportExamples: ExamplesOf<typeof outcomeReportEndpoints> = {
  report: [
    {
      what: 'Report a seizure',
      by: officer,
      params,
      body: {
        proceeding: '24/1187',
        outcome: 'seizure',
        items: ['L-1'],
        happenedOn: '2026-11-24',
        quantities: [{ goods: 'Bowls', amount: '120', unit: 'pieces' }],
      },
      status: 201,
    },
    {
      what: 'Key in a letter of a recipient outside',
      by,
      params: { id: samples.letteredReferral },
      body: {
        proceeding: 'P 11/26',
        outcome: 'declined',
        items: ['L-1'],
        happenedOn: '2026-11-25',
        letter: {
          from: 'Office of the Prosecutor',
          dated: '2026-11-25',
          scan: { mediaType: 'application/pdf', content: samples.pdf },
        },
      },
      status: 201,
      keeps: { [samples.outcomeReport]: '/id' },
    },
  ],
  list: [{ what: 'List what was reported', by, params }],
  letter: [
    {
      what: 'Download the scan of a letter',
      by,
      params: { id: samples.letteredReferral, report: samples.outcomeReport },
    },
  ],
  statistics: [{ what: 'Count what the authority received', by: officer }],
}

export const replyLinkExamples: ExamplesOf<typeof replyLinkEndpoints> = {
  issue: [
    {
      what: 'Issue a link to report on a closed referral',
      by,
      params: { id: samples.closedReferral },
      body: {},
      status: 201,
      keeps: { [samples.revokedReplyLink]: '/link/id' },
    },
    {
      what: 'Issue a link for a recipient without an account, for sixty days',
      by,
      params: { id: samples.letteredReferral },
      body: { days: 60 },
      status: 201,
      keeps: { [samples.replyToken]: '/token' },
    },
  ],
  list: [{ what: 'List the links', by, params: { id: samples.letteredReferral } }],
  act: [
    {
      what: 'Revoke a link',
      by,
      params: { id: samples.closedReferral, link: samples.revokedReplyLink },
      body: { action: { type: 'revoke' } },
    },
  ],
}

export const referralReplyExamples: ExamplesOf<typeof referralReplyEndpoints> = {
  read: [{ what: 'See what was sent', by: 'nobody', body: { token: samples.replyToken } }],
  act: [
    {
      what: 'Acknowledge it',
      by: 'nobody',
      body: { token: samples.replyToken, action: { type: 'acknowledge' } },
    },
    {
      what: 'Ask about an item',
      by: 'nobody',
      body: {
        token: samples.replyToken,
        action: { type: 'ask', items: ['L-1'], text: 'Where was the test purchase delivered?' },
      },
    },
    {
      what: 'Report a seizure',
      by: 'nobody',
      body: {
        token: samples.replyToken,
        action: {
          type: 'report',
          report: {
            proceeding: 'P 12/26',
            outcome: 'seizure',
            items: ['L-1'],
            happenedOn: '2026-11-26',
            quantities: [{ goods: 'Bowls', amount: '30', unit: 'pieces' }],
          },
        },
      },
    },
  ],
}

export const informationRequestExamples: ExamplesOf<typeof informationRequestEndpoints> = {
  open: [
    {
      what: 'Request information by an order',
      by: officer,
      body: {
        addressee: 'market-a',
        order: 'Order 17/2026 of the Example Court',
        basis: 'Section 9 of the Example Act',
        items: ['Sales of account s-201 since 1 October 2026'],
        respondBy: '2026-12-20',
      },
      status: 201,
      keeps: { [samples.informationRequest]: '/id' },
    },
    {
      what: 'Request more than is proportionate',
      by: officer,
      body: {
        addressee: 'market-a',
        order: 'Order 18/2026 of the Example Court',
        basis: 'Section 9 of the Example Act',
        items: ['All sellers in the category of bowls'],
      },
      status: 201,
      keeps: { [samples.otherInformationRequest]: '/id' },
    },
    {
      what: 'Request what turns out to be known',
      by: officer,
      body: {
        addressee: 'market-a',
        order: 'Order 19/2026 of the Example Court',
        basis: 'Section 9 of the Example Act',
        items: ['The name of account s-202'],
      },
      status: 201,
      keeps: { [samples.withdrawnInformationRequest]: '/id' },
    },
  ],
  list: [{ what: 'List open requests', by, query: { state: 'open' } }],
  read: [{ what: 'Retrieve a request', by, params: { id: samples.informationRequest } }],
  act: [
    {
      what: 'Answer a request',
      by,
      params: { id: samples.informationRequest },
      body: {
        action: { type: 'answer', text: 'The account sold 14 bowls; a list follows by post.' },
      },
    },
    {
      what: 'Refuse a request, with reasons',
      by,
      params: { id: samples.otherInformationRequest },
      body: { action: { type: 'refuse', reason: 'The order names no account and no listing.' } },
    },
    {
      what: 'Withdraw a request',
      by: officer,
      params: { id: samples.withdrawnInformationRequest },
      body: { action: { type: 'withdraw' } },
    },
  ],
}
