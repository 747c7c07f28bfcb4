import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useMember } from '../../access/session/index.ts'
import styles from './inactive-brands.module.css'

const minute = 60_000
const namesShown = 3

/**
 * Says which brands of the catalog change no assessment yet, since no claim to them is approved. Shown where people
 * would otherwise expect their effect; nothing if there are none. `inset` where the page has no margin of its own.
 */
export function InactiveBrands({ inset = false }: { inset?: boolean }): ReactNode {
  const { t, list, number } = useText()
  const { organisation } = useMember()
  const isClaimant = organisation.kind === 'rights-holder' || organisation.kind === 'counsel'
  const { data } = useQuery({
    queryKey: ['inactive-brands'],
    queryFn: async ({ signal }) => (await server.catalog.inactiveBrands({ signal })).items,
    enabled: isClaimant,
    staleTime: minute,
  })
  const [first, ...others] = data ?? []
  if (first === undefined) return null
  const brands = [first, ...others]
  const names = brands.slice(0, namesShown).map(({ name }) => name)
  const rest = brands.length - names.length
  const unclaimed = brands.find(({ claim }) => claim !== 'pending' && claim !== 'contested')
  return (
    <p className={inset ? `${styles.note} ${styles.inset}` : styles.note}>
      {t('inactive-brands.text', {
        brands: list([
          ...names,
          ...(rest > 0 ? [t('inactive-brands.more', { count: rest, shown: number(rest) })] : []),
        ]),
        count: brands.length,
      })}{' '}
      {unclaimed === undefined ? (
        <Link to="/catalog/claims">{t('inactive-brands.pending')}</Link>
      ) : (
        <Link to="/catalog/claims/new" search={{ brand: unclaimed.brand }}>
          {t('inactive-brands.claim', { brand: unclaimed.name })}
        </Link>
      )}
    </p>
  )
}
