import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { languageName, useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Moment, Refused, QueryStatus } from '../../components/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import type { ListingWithVersions } from '../queries.ts'
import { TranslationForm } from './translation-form.tsx'
import styles from './translations.module.css'

type Translation = Awaited<ReturnType<Client['translations']['list']>>['items'][number]

/** Translations by members of the organisation, below the original text. */
export function Translations({ listing }: { listing: ListingWithVersions }): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const [adding, setAdding] = useState(false)
  const storedTranslations = useQuery({
    queryKey: ['translations', listing.id],
    queryFn: async ({ signal }) =>
      (await server.translations.list({ params: { id: listing.id }, signal })).items,
  })
  if (!storedTranslations.isSuccess) return <QueryStatus query={storedTranslations} />
  return (
    <>
      {storedTranslations.data.length === 0 && !adding && (
        <p className={styles.note}>{t('translation.none')}</p>
      )}
      <ul className={styles.list}>
        {storedTranslations.data.map((one) => (
          <OneTranslation key={one.id} translation={one} listing={listing} />
        ))}
      </ul>
      {adding && <TranslationForm listing={listing} onDone={() => setAdding(false)} />}
      {rights.decide && !adding && (
        <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
          {t('translation.add')}
        </Button>
      )}
    </>
  )
}

type OneProps = { translation: Translation; listing: ListingWithVersions }

function OneTranslation({ translation, listing }: OneProps): ReactNode {
  const { t, locale } = useText()
  const { person, organisation } = useMember()
  const queries = useQueryClient()
  const { id, language, title, description, machine, version, addedAt, addedBy } = translation
  const isOwn = addedBy.kind === 'person' && addedBy.id === person.id
  const remove = useMutation({
    mutationFn: () => server.translations.remove({ params: { id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['translations', listing.id] }),
  })
  return (
    <li>
      <div className={styles.head}>
        <strong>{languageName(locale, language)}</strong>
        <span className={machine === null ? styles.note : styles.machine}>
          {machine === null
            ? t('translation.by-person')
            : t('translation.by-machine', { name: machine })}
        </span>
        <span className={styles.note}>
          {isOwn ? t('proposal.you') : t('proposal.colleague')} · <Moment at={addedAt} /> ·{' '}
          {t('listing.version', { number: version })}
          {version < listing.version && ` · ${t('translation.of-older')}`}
        </span>
        {(isOwn || organisation.roles.includes('admin')) && (
          <Button
            size="compact-sm"
            variant="subtle"
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t('translation.remove')}
          </Button>
        )}
      </div>
      {title !== null && (
        <p className={`${styles.title} stranger`} dir="auto" lang={language}>
          <VisibleText text={title} />
        </p>
      )}
      {description !== null && (
        <p className="stranger" dir="auto" lang={language}>
          <VisibleText text={description} />
        </p>
      )}
      <Refused error={remove.error} />
    </li>
  )
}
