import type { catalogEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

const by = 'house-a'
const brand = 'velmoraq'
const product = 'VQ-2041'

export const catalogExamples: ExamplesOf<typeof catalogEndpoints> = {
  putBrand: [
    {
      what: 'Create a brand',
      by,
      params: { id: brand },
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
      what: 'Preview a price list before importing it',
      by,
      query: { preview: 'true', brand, currency: 'EUR' },
      contentType: 'text/csv',
      body: 'id,name,msrp\nVQ-2041,Tote,1290\nVQ-2042,Wallet,390\n',
    },
    {
      what: 'Import the price list',
      by,
      query: { brand, currency: 'EUR' },
      contentType: 'text/csv',
      body: 'id,name,msrp\nVQ-2041,Tote,1290\nVQ-2042,Wallet,390\n',
    },
  ],
  export: [{ what: 'Export everything', by }],
  inactiveBrands: [{ what: 'List brands that still need an approved claim', by }],
  listBrands: [{ what: 'Retrieve the first page', by }],
  brand: [{ what: 'Retrieve one brand', by, params: { id: brand } }],
  brandVersions: [{ what: 'List its versions', by, params: { id: brand } }],
  putProduct: [
    {
      what: 'Update a product based on the version that was read',
      by,
      params: { id: product },
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
  listProducts: [{ what: 'List products of one brand', by, query: { brand, limit: 50 } }],
  product: [{ what: 'Retrieve one product', by, params: { id: product } }],
  productVersions: [{ what: 'List its versions', by, params: { id: product } }],
  removeProduct: [{ what: 'Remove a product', by, params: { id: product } }],
  removeBrand: [{ what: 'Remove a brand with its products', by, params: { id: brand } }],
}
