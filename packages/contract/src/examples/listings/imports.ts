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
      what: 'Preview a table before import',
      by,
      contentType: 'text/csv',
      body: 'Nr;Bezeichnung;Preis\n100-8;Ledergürtel;25,00\n',
    },
  ],
  tryMapping: [
    {
      what: 'Try another mapping on its rows',
      by,
      body: {
        mapping: { ...mapping, columns: [...mapping.columns] },
        rows: [{ row: 1, line: 2, cells: { Nr: '100-8', Bezeichnung: 'Ledergürtel' } }],
      },
    },
  ],
  keepMapping: [
    {
      what: 'Save the mapping for all files with these columns',
      by,
      body: {
        headers: ['Nr', 'Bezeichnung', 'Preis'],
        mapping: { ...mapping, columns: [...mapping.columns] },
      },
      keeps: { [samples.signature]: '/signature' },
    },
  ],
  mappings: [{ what: 'List all saved mappings', by }],
  forgetMapping: [{ what: 'Delete a mapping', by, params: { signature: samples.signature } }],
  setMarketplaceCurrency: [
    {
      what: 'Read prices without a currency on this marketplace in rupiah',
      by,
      params: { marketplace: 'pasar' },
      body: { currency: 'IDR' },
    },
  ],
  marketplaceCurrencies: [{ what: 'List the currencies of marketplaces', by }],
  removeMarketplaceCurrency: [
    { what: 'No longer assume a currency there', by, params: { marketplace: 'pasar' } },
  ],
  progress: [{ what: 'Retrieve the progress of a file', by, params: { id: samples.import } }],
}
