import type { FieldPlan } from '../src/index.ts'

/** What the columns of the FEBRL datasets hold. */
export const febrlFields: FieldPlan = {
  given_name: 'name',
  surname: 'name',
  street_number: 'number',
  address_1: 'address',
  address_2: 'address',
  suburb: 'place',
  postcode: 'postcode',
  state: 'category',
  date_of_birth: 'date',
  soc_sec_id: 'identifier',
}
