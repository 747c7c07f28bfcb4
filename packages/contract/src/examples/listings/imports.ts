import type { importEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'market-a'
const mapping = {
  columns: [
    { column: 'Nr', field: 'id' },
    { column: 'Bezeichnung', field: 'title' },
    { column: 'Preis', field: 'price' },
  ],
  currency: 'EUR',
  decimal: ',',
} as const

export const importExamples: ExamplesOf<typeof importEndpoints> = {
  preview: [
    {
      what: 'Looks at a table before it is sent in',
      by,
      contentType: 'text/csv',
      body: 'Nr;Bezeichnung;Preis\n100-8;Ledergürtel;25,00\n',
    },
  ],
  tryMapping: [
    {
      what: 'Tries another mapping on its rows',
      by,
      body: {
        mapping: { ...mapping, columns: [...mapping.columns] },
        rows: [{ row: 1, line: 2, cells: { Nr: '100-8', Bezeichnung: 'Ledergürtel' } }],
      },
    },
  ],
  keepMapping: [
    {
      what: 'Settles it for all files with these columns',
      by,
      body: {
        headers: ['Nr', 'Bezeichnung', 'Preis'],
        mapping: { ...mapping, columns: [...mapping.columns] },
      },
      keeps: { [samples.signature]: '/signature' },
    },
  ],
  mappings: [{ what: 'All that are settled', by }],
  forgetMapping: [{ what: 'Forgets one', by, params: { signature: samples.signature } }],
  progress: [{ what: 'How far a file has come', by, params: { id: samples.import } }],
}
