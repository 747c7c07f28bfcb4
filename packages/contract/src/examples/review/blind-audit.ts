import type { blindAuditEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'

export const qualityExamples: ExamplesOf<typeof blindAuditEndpoints> = {
  settings: [{ what: 'Retrieve the number of listings sampled', by }],
  set: [
    {
      what: 'Sample forty clear listings a week',
      by,
      body: { enabled: true, sizes: { clear: 40, flagged: 30, removed: 15 } },
    },
  ],
  draw: [
    {
      what: 'Draw the sample of the last completed week',
      by,
      body: {},
      status: 201,
      keeps: { [samples.auditSample]: '/id' },
    },
    { what: 'Draw again, with the same result', by, body: {} },
  ],
  samples: [{ what: 'List the audit samples', by }],
  frame: [
    {
      what: 'Download the listings that the sample was drawn from',
      by,
      params: { id: samples.auditSample },
    },
  ],
  next: [{ what: 'Get a listing to annotate', by, keeps: { [samples.auditItem]: '/item/id' } }],
  picture: [{ what: 'Fetch its first picture', by, params: { id: samples.auditItem, place: '0' } }],
  read: [
    {
      what: 'Annotate the goods as genuine',
      by,
      params: { id: samples.auditItem },
      body: { label: 'genuine' },
    },
  ],
  results: [{ what: 'Retrieve the results of the last four samples', by, query: { weeks: 4 } }],
  labels: [{ what: 'Download the settled labels', by }],
  fit: [{ what: 'Fit weights to the labels', by, status: 202, keeps: { [samples.fit]: '/id' } }],
  fits: [{ what: 'List the latest fits', by }],
  weights: [{ what: 'Download the weights of a fit', by, params: { id: samples.fit } }],
}
