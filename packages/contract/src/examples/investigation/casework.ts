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
      what: 'Writes a template',
      by,
      body: { ...template, tasks: [...template.tasks] },
      status: 201,
      keeps: { [samples.caseTemplate]: '/id' },
    },
  ],
  changeTemplate: [
    {
      what: 'Gives it more time',
      by,
      params: { id: samples.caseTemplate },
      body: { template: { ...template, tasks: [...template.tasks], slaHours: 96 }, version: 1 },
      status: 201,
    },
  ],
  templates: [{ what: 'Which templates there are', by }],
  versions: [{ what: 'How one came to be', by, params: { id: samples.caseTemplate } }],
  addQueue: [
    {
      what: 'Makes a queue for a country',
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
      what: 'Lets cases come in by hand alone',
      by,
      params: { id: samples.caseQueue },
      body: { ...queue, rules: [] },
    },
  ],
  queues: [{ what: 'Which queues there are', by }],
  addFile: [
    {
      what: 'Adds a picture to a case',
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
  files: [{ what: 'The files of a case', by: 'dewi', params: ofHouse }],
  file: [{ what: 'One of them', by: 'dewi', params: ofFile }],
  removeFile: [
    {
      what: 'Asks for it to be taken away',
      by: 'dewi',
      params: ofFile,
      body: { do: 'ask', reason: 'Added to the wrong case' },
    },
    { what: 'Lets it stay', by: 'dewi', params: ofFile, body: { do: 'keep' } },
    {
      what: 'Asks again',
      by: 'dewi',
      params: ofFile,
      body: { do: 'ask', reason: 'It shows a passer-by' },
    },
    { what: 'A second person agrees', by: 'ada', params: ofFile, body: { do: 'confirm' } },
  ],
  share: [
    {
      what: 'Tells whoever holds the brand',
      by,
      params,
      body: { listing: samples.offer, brand: 'quillaby', text: 'The seller has sold 12 of these.' },
      status: 201,
      keeps: { [samples.sharedNote]: '/id' },
    },
  ],
  received: [{ what: 'What others shared', by: 'ada' }],
  reply: [
    {
      what: 'Answers',
      by: 'ada',
      params: { id: samples.sharedNote },
      body: { text: 'We sold none to this seller.' },
      status: 201,
    },
  ],
  notes: [{ what: 'What was said on both sides', by, params }],
}
