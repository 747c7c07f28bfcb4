import { TextInput, type TextInputProps } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { useOwnBrands } from './catalog-queries.ts'

/** A brand by its name in the catalog, suggested while typing; any other by its id. */
export function BrandField(field: TextInputProps): ReactNode {
  const names = useId()
  const brands = useOwnBrands()
  return (
    <>
      <TextInput {...field} list={names} autoComplete="off" maxLength={200} />
      <datalist id={names}>
        {brands.map(({ id, name }) => (
          <option key={id} value={name}>
            {id}
          </option>
        ))}
      </datalist>
    </>
  )
}

/** The id of a brand, as entered in a `BrandField`. */
export function useBrandId(): (entered: string) => string {
  const brands = useOwnBrands()
  return (entered) => {
    const text = entered.trim()
    return brands.find(({ name }) => name === text)?.id ?? text
  }
}
