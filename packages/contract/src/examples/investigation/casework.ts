import type { caseworkEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const params = { id: samples.case }
const ofHouse = { id: samples.noticeCase }
const ofFile = { ...ofHouse, file: samples.caseFile }
const template = {
  name: 'Seller with several offers',
  about: 'seller',
  priority: 'high',
  tasks: ['Capture the page of the seller', 'Ask for the invoice'],
  slaHours: 72,
  note: 'See the guideline on sellers.',
} as const
const queue = {
  name: 'Shipped from the Netherlands',
  place: 1,
  rules: [{ countries: ['NL'], verdicts: ['block', 'review'] }],
  sla: { low: null, normal: 120, high: 48, urgent: 8 },
  assignee: null,
  assignHours: null,
} as const

export const caseworkExamples: ExamplesOf<typeof caseworkEndpoints> = {
  addTemplate: [
    {
      what: 'Create a template',
      by,
      body: { ...template, tasks: [...template.tasks] },
      status: 201,
      keeps: { [samples.caseTemplate]: '/id' },
    },
  ],
  changeTemplate: [
    {
      what: 'Give a template more time',
      by,
      params: { id: samples.caseTemplate },
      body: {
        template: { ...template, tasks: [...template.tasks], slaHours: 96 },
        expectedVersion: 1,
      },
      status: 201,
    },
  ],
  templates: [{ what: 'List all templates', by }],
  versions: [{ what: 'List the versions of a template', by, params: { id: samples.caseTemplate } }],
  addQueue: [
    {
      what: 'Create a queue for a country',
      by,
      body: {
        ...queue,
        rules: queue.rules.map(({ countries, verdicts }) => ({
          countries: [...countries],
          verdicts: [...verdicts],
        })),
      },
      status: 201,
      keeps: { [samples.caseQueue]: '/id' },
    },
  ],
  changeQueue: [
    {
      what: 'Make a queue accept cases by hand only',
      by,
      params: { id: samples.caseQueue },
      body: { ...queue, rules: [] },
    },
  ],
  queues: [{ what: 'List all queues', by }],
  addFile: [
    {
      what: 'Add a picture to a case',
      by: 'dewi',
      params: ofHouse,
      body: {
        name: 'label.png',
        content:
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      },
      status: 201,
      keeps: { [samples.caseFile]: '/id' },
    },
  ],
  files: [{ what: 'List the files of a case', by: 'dewi', params: ofHouse }],
  file: [{ what: 'Download a file', by: 'dewi', params: ofFile }],
  actOnFile: [
    {
      what: 'Request removal of a file',
      by: 'dewi',
      params: ofFile,
      body: { action: { type: 'request-removal', reason: 'Added to the wrong case' } },
    },
    {
      what: 'Keep the file',
      by: 'dewi',
      params: ofFile,
      body: { action: { type: 'reject-removal' } },
    },
    {
      what: 'Request removal again',
      by: 'dewi',
      params: ofFile,
      body: { action: { type: 'request-removal', reason: 'It shows a passer-by' } },
    },
    {
      what: 'Approve as a second person',
      by: 'ada',
      params: ofFile,
      body: { action: { type: 'approve-removal' } },
    },
  ],
  share: [
    {
      what: 'Share a note with the brand’s rights holder',
      by,
      params,
      body: {
        listing: samples.listing,
        brand: 'quillaby',
        text: 'The seller has sold 12 of these.',
      },
      status: 201,
      keeps: { [samples.sharedNote]: '/id' },
    },
  ],
  received: [{ what: 'List notes shared by others', by: 'ada' }],
  reply: [
    {
      what: 'Reply to a note',
      by: 'ada',
      params: { id: samples.sharedNote },
      body: { text: 'We sold none to this seller.' },
      status: 201,
    },
  ],
  notes: [{ what: 'List the notes of both sides', by, params }],
}
