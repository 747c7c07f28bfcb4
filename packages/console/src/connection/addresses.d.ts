declare module 'virtual:addresses' {
  import type { AddressTable } from '@touchstone/client'

  export const addresses: AddressTable
}
