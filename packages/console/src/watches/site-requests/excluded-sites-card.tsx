import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, ConfirmButton, Moment, Refused, Paged } from '../../components/index.ts'
import { ExtractButton } from './extract-button.tsx'
import { sitesKey, useExcludedSites, type ExcludedSite } from './queries.ts'
import styles from './site-requests.module.css'

/** The sites that no watch of the installation visits. */
export function ExcludedSitesCard(): ReactNode {
  const { t } = useText()
  const sites = useExcludedSites()
  return (
    <Card title={t('excluded-sites.title')} lead={t('excluded-sites.description')}>
      <ExcludeForm />
      <Paged pages={sites} empty={<p>{t('excluded-sites.empty')}</p>}>
        {(items) => (
          <Columns
            caption={t('excluded-sites.title')}
            heads={[
              t('excluded-site.site'),
              t('excluded-site.since'),
              t('excluded-site.note'),
              t('excluded-site.actions'),
            ]}
            wide
          >
            {items.map((site) => (
              <SiteRow key={site.site} site={site} />
            ))}
          </Columns>
        )}
      </Paged>
    </Card>
  )
}

function ExcludeForm(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [address, setAddress] = useState('')
  const [note, setNote] = useState('')
  const typed = address.trim()
  const exclude = useMutation({
    mutationFn: () =>
      server.excludedSites.exclude({
        body: {
          site: /^https?:\/\//i.test(typed) ? typed : `https://${typed}`,
          ...(note.trim() !== '' && { note: note.trim() }),
        },
      }),
    onSuccess: async () => {
      setAddress('')
      setNote('')
      await queries.invalidateQueries({ queryKey: sitesKey })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (typed !== '') exclude.mutate()
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      <TextInput
        label={t('excluded-site.address')}
        flex="1 1 220px"
        inputMode="url"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        maxLength={2000}
        placeholder="https://shop.example/"
        value={address}
        onChange={({ currentTarget }) => setAddress(currentTarget.value)}
      />
      <TextInput
        label={t('excluded-site.note')}
        flex="1 1 220px"
        maxLength={1000}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      <Button type="submit" disabled={typed === ''} loading={exclude.isPending}>
        {t('excluded-site.exclude')}
      </Button>
      <Refused error={exclude.error} />
    </form>
  )
}

function SiteRow({ site: { site, excludedAt, note } }: { site: ExcludedSite }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const include = async (): Promise<void> => {
    await server.excludedSites.include({ params: { site } })
    await queries.invalidateQueries({ queryKey: sitesKey })
  }
  return (
    <tr>
      <td className="stranger">{site}</td>
      <td>
        <Moment at={excludedAt} only="day" />
      </td>
      <td className="stranger">{note ?? '–'}</td>
      <td>
        <span className={styles.line}>
          <ExtractButton site={site} />
          <ConfirmButton
            label={t('excluded-site.include')}
            of={site}
            title={t('excluded-site.include.title', { site })}
            text={t('excluded-site.include.text')}
            run={include}
            button={{ variant: 'default', size: 'compact-sm' }}
          />
        </span>
      </td>
    </tr>
  )
}
