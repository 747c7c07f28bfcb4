import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { OpenCase, type Followed, type ToFollow } from '../casework/index.ts'
import { useText } from '../messages/index.ts'
import { PassingNotice } from '../surface/index.ts'

export type FollowOffersProps = {
  /** Nothing while nobody asks. */
  offers: readonly ToFollow[] | undefined
  onClose: () => void
  onDone?: () => void
}

/** Puts offers into a case, new or open, and says where they are then. */
export function FollowOffers({ offers, onClose, onDone }: FollowOffersProps): ReactNode {
  const { t } = useText()
  const [followed, setFollowed] = useState<Followed>()
  return (
    <>
      <OpenCase
        offers={offers ?? []}
        opened={offers !== undefined}
        onClose={onClose}
        onDone={(done) => {
          setFollowed(done)
          onDone?.()
        }}
      />
      <PassingNotice
        onClose={() => setFollowed(undefined)}
        actions={
          followed && (
            <Link to="/cases/$id" params={{ id: followed.id }}>
              {t('open-case.show')}
            </Link>
          )
        }
      >
        {followed &&
          t(followed.isNew ? 'case-done.opened' : 'case-done.add-offers', {
            count: followed.count,
          })}
      </PassingNotice>
    </>
  )
}
