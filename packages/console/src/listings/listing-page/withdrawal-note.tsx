import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Refused } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import type { ListingItem } from '../queries.ts'
import styles from './listing.module.css'

/** Since when a listing is no longer offered; those who submit listings can undo that. */
export function WithdrawalNote({ listing }: { listing: ListingItem }): ReactNode {
  const { t, day } = useText()
  const queries = useQueryClient()
  const { id, own, version, withdrawnAt } = listing
  const { sendListings } = permissionsOf(useMember())
  const undo = useMutation({
    mutationFn: () =>
      server.listings.act({
        params: { id },
        body: { action: { type: 'undo-withdrawal' }, expectedVersion: version },
      }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['listing', id] })
      await queries.invalidateQueries({ queryKey: ['listings'] })
      await queries.invalidateQueries({ queryKey: ['listing count'] })
    },
  })
  return (
    <>
      {withdrawnAt !== null && (
        <p className={styles.reason}>
          {t('listing.not-offered', { day: day(withdrawnAt) })}{' '}
          {own && sendListings && (
            <Button
              size="compact-xs"
              variant="subtle"
              loading={undo.isPending}
              onClick={() => undo.mutate()}
            >
              {t('listing.not-offered.undo')}
            </Button>
          )}
        </p>
      )}
      {undo.isError && <Refused error={undo.error} />}
    </>
  )
}
