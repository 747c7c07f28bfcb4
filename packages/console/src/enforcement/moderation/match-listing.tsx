import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { QueryStatus, Refused } from '../../components/index.ts'
import { useCandidates, type Candidate } from './queries.ts'
import styles from './review-panel.module.css'
import type { ItemActions } from './use-item-actions.ts'

export type MatchListingProps = { candidates: readonly Candidate[]; doing: ItemActions }

/** Finds the listing of an item: at its address, or by a search. Without one, the person decides on the notice alone. */
export function MatchListing({ candidates, doing }: MatchListingProps): ReactNode {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const [search, setSearch] = useState('')
  const found = useCandidates(search)
  const match = useMutation({
    mutationFn: (listing: string) => doing.run({ type: 'match', listing }),
  })
  const look = (event: FormEvent): void => {
    event.preventDefault()
    setSearch(typed.trim())
  }
  const listings = search === '' ? candidates : (found.data ?? [])
  return (
    <section aria-label={t('match-listing.title')}>
      <h3 className={styles.small}>{t('match-listing.title')}</h3>
      <p className={styles.fine}>{t('match-listing.text')}</p>
      <form className={styles.search} onSubmit={look}>
        <TextInput
          aria-label={t('match-listing.search')}
          placeholder={t('match-listing.search')}
          maxLength={500}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button type="submit" variant="default">
          {t('match-listing.find')}
        </Button>
      </form>
      {search !== '' && !found.isSuccess && <QueryStatus query={found} />}
      {search !== '' && found.isSuccess && listings.length === 0 && (
        <p role="status" className={styles.fine}>
          {t('match-listing.none')}
        </p>
      )}
      <ul className={styles.candidates}>
        {listings.map(({ listing, title, id, isExactAddress }) => (
          <li key={listing}>
            <ListingThumbnail listing={listing} title={title ?? id} size="small" />
            <span className={styles.pendingWords}>
              <span className="stranger">{title ?? t('listing.untitled')}</span>{' '}
              <span className={styles.fine}>
                {id}
                {isExactAddress && ` · ${t('match-listing.exact')}`}
              </span>
            </span>
            <Button
              size="compact-sm"
              loading={match.isPending && match.variables === listing}
              aria-label={`${t('match-listing.choose')}: ${title ?? id}`}
              onClick={() => match.mutate(listing)}
            >
              {t('match-listing.choose')}
            </Button>
          </li>
        ))}
      </ul>
      <Refused error={match.error} />
    </section>
  )
}
