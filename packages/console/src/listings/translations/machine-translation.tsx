import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { TranslationServiceAction } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { QueryStatus, Refused } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './translation-panel.module.css'

const serviceKey = ['translation-service']

/** A translation by the operator's service: says what leaves before anything does. */
export function MachineTranslation({ listing }: { listing: string }): ReactNode {
  const { t } = useText()
  const service = useQuery({
    queryKey: serviceKey,
    queryFn: ({ signal }) => server.translations.service({ signal }),
  })
  if (!service.isSuccess) return <QueryStatus query={service} />
  const { name, allowed } = service.data
  if (name === null) return <p className={styles.fine}>{t('machine-translation.none')}</p>
  return (
    <section className={styles.machine} aria-label={t('machine-translation.title')}>
      <p className={styles.name}>{t('machine-translation.title')}</p>
      <p className={styles.fine}>{t('machine-translation.sends', { name })}</p>
      {allowed === null ? <Consent name={name} /> : <Translate name={name} listing={listing} />}
    </section>
  )
}

function Consent({ name }: { name: string }): ReactNode {
  const { t } = useText()
  const mayAllow = permissionsOf(useMember()).manageOrganisation
  const { set, error, isPending } = useConsent()
  if (!mayAllow) return <p className={styles.fine}>{t('machine-translation.ask-admin')}</p>
  return (
    <>
      <p className={styles.fine}>{t('machine-translation.not-allowed')}</p>
      <Button
        size="compact-sm"
        variant="default"
        loading={isPending}
        onClick={() => set({ type: 'allow', name })}
      >
        {t('machine-translation.allow', { name })}
      </Button>
      <Refused error={error} />
    </>
  )
}

function useConsent() {
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: (action: TranslationServiceAction) =>
      server.translations.setService({ body: { action } }),
    onSettled: () => queries.invalidateQueries({ queryKey: serviceKey }),
  })
  return { set: change.mutate, error: change.error, isPending: change.isPending }
}

function Translate({ name, listing }: { name: string; listing: string }): ReactNode {
  const { t, locale } = useText()
  const queries = useQueryClient()
  const rights = permissionsOf(useMember())
  const consent = useConsent()
  const translate = useMutation({
    mutationFn: () =>
      server.translations.translate({ params: { id: listing }, body: { language: locale } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['translations', listing] }),
  })
  const { data, error, isPending } = translate
  return (
    <>
      <div className={styles.foot}>
        {rights.decide && (
          <Button
            size="compact-sm"
            variant="default"
            loading={isPending}
            onClick={() => translate.mutate()}
          >
            {t('machine-translation.translate', { name })}
          </Button>
        )}
        {rights.manageOrganisation && (
          <Button
            size="compact-sm"
            variant="subtle"
            loading={consent.isPending}
            onClick={() => consent.set({ type: 'disallow' })}
          >
            {t('machine-translation.disallow')}
          </Button>
        )}
      </div>
      <Refused error={error ?? consent.error} />
      <div role="status">
        {data !== undefined && (
          <>
            <p className={styles.fine}>
              {t('translation.by-machine', { name: data.machine ?? name })}
            </p>
            {[data.title, data.description].map(
              (text, at) =>
                text !== null && (
                  <p key={at} className={`${styles.translated} stranger`} dir="auto" lang={locale}>
                    <VisibleText text={text} />
                  </p>
                ),
            )}
          </>
        )}
      </div>
    </>
  )
}
