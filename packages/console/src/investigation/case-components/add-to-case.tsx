import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { PassingNotice } from '../../components/index.ts'
import { OpenCase, type CaseAddition, type ListingToAdd } from './open-case.tsx'

type FollowListingsProps = {
  /** Undefined while the dialog is closed. */
  listings: readonly ListingToAdd[] | undefined
  onClose: () => void
  onDone?: () => void
}

/** Adds listings to a new or open case, and links to it. */
export function AddToCase({ listings, onClose, onDone }: FollowListingsProps): ReactNode {
  const { t } = useText()
  const [followed, setFollowed] = useState<CaseAddition>()
  const queries = useQueryClient()
  const undo = useMutation({
    mutationFn: async () => followed?.undo?.(),
    onSuccess: async () => {
      setFollowed(undefined)
      await queries.invalidateQueries({ queryKey: ['cases'] })
    },
  })
  return (
    <>
      <OpenCase
        listings={listings ?? []}
        opened={listings !== undefined}
        onClose={onClose}
        onDone={(result) => {
          setFollowed(result)
          onDone?.()
        }}
      />
      <PassingNotice
        onClose={() => setFollowed(undefined)}
        actions={
          followed && (
            <>
              <Link to="/cases/$id" params={{ id: followed.id }}>
                {t('open-case.show')}
              </Link>
              {followed.undo && (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={undo.isPending}
                  onClick={() => undo.mutate()}
                >
                  {t('decision-result.undo')}
                </Button>
              )}
            </>
          )
        }
      >
        {followed &&
          t(followed.isNew ? 'case-done.opened' : 'case-done.add-listings', {
            count: followed.count,
          })}
      </PassingNotice>
    </>
  )
}
