import type { catalogEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

const by = 'house-a'
const brand = 'velmoraq'
const product = 'VQ-2041'

export const catalogExamples: ExamplesOf<typeof catalogEndpoints> = {
  putBrand: [
    {
      what: 'Adds a brand where there is none yet',
      by,
      params: { brand },
      headers: { 'if-match': '"0"' },
      body: {
        id: brand,
        name: 'Velmoraq',
        productTypes: ['handbag', 'wallet'],
        rights: [{ kind: 'trademark', office: 'EM', number: '018000001', territory: ['EM'] }],
      },
      status: 201,
    },
  ],
  import: [
    {
      what: 'Looks at a price list before it is taken',
      by,
      query: { preview: 'true', brand, currency: 'EUR' },
      contentType: 'text/csv',
      body: 'id,name,msrp\nVQ-2041,Tote,1290\nVQ-2042,Wallet,390\n',
    },
    {
      what: 'Takes it',
      by,
      query: { brand, currency: 'EUR' },
      contentType: 'text/csv',
      body: 'id,name,msrp\nVQ-2041,Tote,1290\nVQ-2042,Wallet,390\n',
    },
  ],
  export: [{ what: 'Everything', by }],
  listBrands: [{ what: 'The first page', by }],
  brand: [{ what: 'One brand', by, params: { brand } }],
  brandVersions: [{ what: 'Its versions', by, params: { brand } }],
  putProduct: [
    {
      what: 'Writes a product on the version that was read',
      by,
      params: { product },
      headers: { 'if-match': '"1"' },
      body: {
        id: product,
        brand,
        name: 'Tote',
        status: 'made',
        styleCodes: ['VQ2041'],
        msrp: [{ amount: '1350', currency: 'EUR', market: 'DE' }],
      },
    },
  ],
  listProducts: [{ what: 'Of one brand', by, query: { brand, limit: 50 } }],
  product: [{ what: 'One product', by, params: { product } }],
  productVersions: [{ what: 'Its versions', by, params: { product } }],
  removeProduct: [{ what: 'Takes it out', by, params: { product } }],
  removeBrand: [{ what: 'Takes it out, with its products', by, params: { brand } }],
}
