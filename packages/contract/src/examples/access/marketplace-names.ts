import type { marketplaceNameEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

const by = 'ada'

export const marketplaceNameExamples: ExamplesOf<typeof marketplaceNameEndpoints> = {
  set: [
    {
      what: 'Name a marketplace for your own pages and letters',
      by,
      params: { marketplace: 'pasar' },
      body: { name: 'Pasar Senja' },
    },
  ],
  list: [{ what: 'List the names of marketplaces', by }],
  remove: [
    { what: 'Show the marketplace as its listings name it', by, params: { marketplace: 'pasar' } },
  ],
}
