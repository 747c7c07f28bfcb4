import type { noticeEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'ada'
const params = { id: samples.notice }
const second = { id: samples.secondNotice }
const reasons = 'The title says “replica 1:1”. Velmoraq Holding makes no such model.'

const content = (listing: string, capture: string) => ({
  ground: 'counterfeit' as const,
  claim: samples.noticeClaim,
  items: [
    {
      listing,
      capture,
      reasons,
      evidence: [
        {
          kind: 'never-made' as const,
          statement: 'No such model stands in the catalog of the house.',
        },
      ],
    },
  ],
  territory: ['DE', 'FR'],
  classes: [18],
  signatory: samples.signatory,
  contact: 'rights@house-a.example',
  goodFaith: true,
  recipients: [{ by: 'email' as const, to: 'notices@pasar.example' }, { by: 'file' as const }],
})
const first = () => {
  const { recipients, ...rest } = content(samples.noticeListing, samples.noticeCapture)
  const inside = { by: 'inside' as const, organisation: 'market-a' }
  return { ...rest, recipients: [...recipients, inside] }
}

export const noticeExamples: ExamplesOf<typeof noticeEndpoints> = {
  addExtract: [
    {
      what: 'Add an extract from the European Union register',
      by,
      body: {
        claim: samples.noticeClaim,
        name: 'VELMORAQ (EU trade mark 018000009)',
        kind: 'trade-mark',
        territory: ['EM'],
        classes: [18, 25],
        validFrom: '2019-03-01',
        on: '2025-03-03',
        mediaType: 'application/pdf',
        content: samples.pdf,
      },
      status: 201,
    },
  ],
  extracts: [{ what: 'List stored extracts', by }],
  putSignatory: [
    {
      what: 'Authorise a signatory',
      by,
      params: { id: samples.signatory },
      body: { authorised: true },
    },
  ],
  signatories: [{ what: 'List signatories', by }],
  set: [
    {
      what: 'Let one person send, with two weekly reminders',
      by,
      body: { secondPerson: false, remindDays: 7, reminders: 2 },
    },
  ],
  settings: [{ what: 'Retrieve the settings', by }],
  marketplaces: [{ what: 'List possible recipients in the alliance', by }],
  addTemplate: [
    {
      what: 'Add a template in the organisation’s own words',
      by,
      body: {
        name: 'Short',
        subject: 'Notice about {{right}}',
        body: '{{organisation}} gives notice.\n{{#items}}{{place}}. {{url}}: {{facts}}\n{{/items}}{{signatory}}',
      },
      status: 201,
      keeps: { [samples.noticeTemplate]: '/id' },
    },
  ],
  templates: [{ what: 'List available templates', by }],
  addAddress: [
    {
      what: 'Add the address of a marketplace outside the alliance',
      by,
      body: {
        marketplace: 'market-z',
        name: 'Market Z, rights desk',
        email: 'notices@market-z.example',
        regime: 'eu-dsa',
        territory: ['DE', 'FR'],
      },
      status: 201,
      keeps: { [samples.noticeAddress]: '/id' },
    },
  ],
  addresses: [{ what: 'List the address book', by }],
  removeAddress: [{ what: 'Remove an address', by, params: { id: samples.noticeAddress } }],
  enforce: [
    {
      what: 'Draft a whole notice about a listing',
      by,
      body: { case: samples.noticeCase, listings: [samples.noticeListing] },
      status: 201,
      keeps: { [samples.noticeDraft]: '/notice' },
    },
  ],
  history: [
    {
      what: 'List what happened before to notices about a listing',
      by,
      query: { listing: samples.noticeListing },
    },
  ],
  retireTemplate: [{ what: 'Retire a template', by, params: { id: samples.noticeTemplate } }],
  draft: [
    {
      what: 'Draft a notice about a listing of a case',
      by,
      body: { ...first(), case: samples.noticeCase },
      status: 201,
      keeps: { [samples.notice]: '/id' },
    },
    {
      what: 'Draft another notice, to be approved by a second person',
      by,
      body: { ...content(samples.secondListing, samples.secondCapture), case: samples.noticeCase },
      status: 201,
      keeps: { [samples.secondNotice]: '/id' },
    },
  ],
  change: [
    {
      what: 'Replace a draft',
      by,
      params,
      body: { ...first(), expectedVersion: 1 },
    },
  ],
  list: [
    { what: 'List the newest notices', by },
    { what: 'List the notices of one case', by, query: { case: samples.noticeCase } },
  ],
  check: [{ what: 'List what prevents it from being sent', by, params }],
  preview: [{ what: 'Preview the notice', by, params }],
  document: [{ what: 'Download as PDF', by, params }],
  look: [{ what: 'Check whether the listings are still online', by, params }],
  act: [
    {
      what: 'Send a notice',
      by,
      params,
      body: { action: { type: 'send' } },
    },
    {
      what: 'Submit a notice for approval, as it was read',
      by,
      params: second,
      body: { action: { type: 'send' }, expectedVersion: 1 },
    },
    {
      what: 'Return a notice to draft',
      by: 'dewi',
      params: second,
      body: { action: { type: 'reject', reason: 'Name the picture too.' } },
    },
    {
      what: 'Send a notice prepared by someone else',
      by: 'dewi',
      params: second,
      body: { action: { type: 'approve' } },
    },
    {
      what: 'Answer the marketplace’s question',
      by,
      params,
      body: { action: { type: 'respond', position: 0, text: 'VELMORAQ, on the clasp.' } },
    },
    {
      what: 'Withdraw a notice from all recipients',
      by: 'dewi',
      params: second,
      body: {
        action: {
          type: 'withdraw',
          cause: 'mistaken',
          reason: 'The seller has shown an invoice of the house.',
        },
      },
    },
  ],
  follow: [
    {
      what: 'Record a confirmation of receipt received by email',
      by,
      params,
      body: { what: 'acknowledged' },
    },
    { what: 'Record the decision', by, params, body: { what: 'decided', outcome: 'restricted' } },
  ],
  read: [{ what: 'Retrieve the status', by, params }],
  record: [{ what: 'List all events', by, params }],
  returned: [{ what: 'List relistings', by, params }],
  export: [{ what: 'Export for a portal', by, params, query: { form: 'text' } }],
  course: [
    {
      what: 'Retrieve the timeline of a case from the start',
      by,
      params: { id: samples.noticeCase },
    },
  ],
}
