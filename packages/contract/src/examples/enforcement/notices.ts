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
  const { recipients, ...rest } = content(samples.noticeOffer, samples.noticeCapture)
  const inside = { by: 'inside' as const, organisation: 'market-a' }
  return { ...rest, recipients: [...recipients, inside] }
}

export const noticeExamples: ExamplesOf<typeof noticeEndpoints> = {
  addExtract: [
    {
      what: 'Of the register of the Union',
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
  extracts: [{ what: 'What is kept', by }],
  putSignatory: [
    { what: 'Who signs', by, params: { id: samples.signatory }, body: { authorised: true } },
  ],
  signatories: [{ what: 'Who may sign', by }],
  set: [
    {
      what: 'One person sends; two reminders, a week apart',
      by,
      body: { secondPerson: false, remindDays: 7, reminders: 2 },
    },
  ],
  settings: [{ what: 'How notices go out', by }],
  marketplaces: [{ what: 'To whom a notice can go inside', by }],
  addTemplate: [
    {
      what: 'In the house’s own words',
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
  templates: [{ what: 'What can be taken', by }],
  retireTemplate: [{ what: 'Takes one out of use', by, params: { id: samples.noticeTemplate } }],
  draft: [
    {
      what: 'About an offer of a case',
      by,
      body: { ...first(), case: samples.noticeCase },
      status: 201,
      keeps: { [samples.notice]: '/id' },
    },
    {
      what: 'Another, which a second person shall send',
      by,
      body: { ...content(samples.secondOffer, samples.secondCapture), case: samples.noticeCase },
      status: 201,
      keeps: { [samples.secondNotice]: '/id' },
    },
  ],
  change: [
    {
      what: 'Names it anew as a whole',
      by,
      params,
      body: { ...first(), version: 1 },
    },
  ],
  list: [
    { what: 'The newest first', by },
    { what: 'Of one case', by, query: { case: samples.noticeCase } },
  ],
  check: [{ what: 'What keeps it from being sent', by, params }],
  preview: [{ what: 'As it would go out', by, params }],
  document: [{ what: 'As a document', by, params }],
  look: [{ what: 'Whether the offers still stand', by, params }],
  send: [
    { what: 'Sends it', by, params },
    { what: 'Lays it before a second person', by, params: second },
  ],
  reject: [
    {
      what: 'Gives it back',
      by: 'dewi',
      params: second,
      body: { reason: 'Name the picture too.' },
    },
  ],
  confirm: [{ what: 'Sends what another has prepared', by: 'dewi', params: second }],
  pursue: [
    {
      what: 'Answers what the marketplace asked',
      by,
      params,
      body: { do: { act: 'answer', position: 0, text: 'VELMORAQ, on the clasp.' } },
    },
  ],
  follow: [
    {
      what: 'The marketplace confirmed receipt by mail',
      by,
      params,
      body: { what: 'acknowledged' },
    },
    { what: 'And decided', by, params, body: { what: 'decided', outcome: 'restricted' } },
  ],
  read: [{ what: 'How it stands', by, params }],
  record: [{ what: 'All that happened', by, params }],
  returned: [{ what: 'What came back', by, params }],
  export: [{ what: 'For a portal', by, params, query: { form: 'text' } }],
  course: [{ what: 'A case from its beginning', by, params: { id: samples.noticeCase } }],
  withdraw: [
    {
      what: 'Takes it back from everybody',
      by,
      params,
      body: { cause: 'mistaken', reason: 'The seller has shown an invoice of the house.' },
    },
  ],
}
