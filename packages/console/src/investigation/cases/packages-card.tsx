import { NativeSelect, Progress } from '@mantine/core'
import { casePackageLanguages, type ErrorCode } from '@touchstone/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { addressOf, refusedFor, server } from '../../connection/index.ts'
import { languageName, useText } from '../../messages/index.ts'
import {
  Card,
  ConfirmButton,
  Moment,
  ProblemText,
  QueryStatus,
  StateMark,
  StoredSentence,
  type StateMarkProps,
} from '../../components/index.ts'
import { caseKey } from '../case-components/index.ts'
import styles from './case-page.module.css'

type CasePackage = Awaited<ReturnType<typeof server.casePackages.list>>['items'][number]
type Language = (typeof casePackageLanguages)[number]

const pollMilliseconds = 1500

/** The whole case as one file for counsel: requested, made in the background, downloaded until it expires. */
export function PackagesCard({ kase: id }: { kase: string }): ReactNode {
  const { t, locale } = useText()
  const queries = useQueryClient()
  const key = [...caseKey(id), 'packages']
  const packages = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) =>
      (await server.casePackages.list({ params: { id }, signal })).items,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? pollMilliseconds : false),
  })
  const own = casePackageLanguages.find((one) => one === locale) ?? 'en'
  const [language, setLanguage] = useState<Language>(own)
  return (
    <Card
      title={t('case-packages.title')}
      lead={t('case-packages.description')}
      actions={
        <ConfirmButton
          label={t('case-packages.request')}
          title={t('case-packages.request.title')}
          text={t('case-packages.request.text')}
          reason={{ label: t('case.reason'), required: true }}
          run={async (reason) => {
            await server.casePackages.request({ params: { id }, body: { reason, language } })
            await queries.invalidateQueries({ queryKey: key })
          }}
          button={{
            size: 'compact-sm',
            variant: 'default',
            disabled: packages.data?.some(isUnderWay) ?? true,
          }}
        >
          <NativeSelect
            label={t('case-packages.language')}
            value={language}
            onChange={({ currentTarget: { value } }) =>
              setLanguage(casePackageLanguages.find((one) => one === value) ?? own)
            }
            data={casePackageLanguages.map((value) => ({
              value,
              label: languageName(locale, value),
            }))}
          />
        </ConfirmButton>
      }
    >
      {!packages.isSuccess && <QueryStatus query={packages} />}
      {packages.data?.length === 0 && <p className={styles.none}>{t('case-packages.empty')}</p>}
      <ul className={styles.files} aria-label={t('case-packages.title')}>
        {(packages.data ?? []).map((one) => (
          <PackageRow key={one.id} kase={id} one={one} />
        ))}
      </ul>
    </Card>
  )
}

function isUnderWay({ state }: CasePackage): boolean {
  return state === 'waiting' || state === 'running'
}

const tones: Readonly<Record<CasePackage['state'], StateMarkProps['tone']>> = {
  waiting: 'waiting',
  running: 'waiting',
  ready: 'good',
  failed: 'bad',
  disposed: 'plain',
}

function PackageRow({ kase, one }: { kase: string; one: CasePackage }): ReactNode {
  const { t, number, locale } = useText()
  const { id, state, bytes, by, language, requestedAt, expiresAt, reason, problem, disposedFor } =
    one
  const address = addressOf('casePackages', 'download', { id: kase, package: id })
  return (
    <li>
      <span className={styles.packageState}>
        <StateMark tone={tones[state]}>{t(`case-package-state.${state}`)}</StateMark>
        {state === 'ready' && bytes !== null && (
          <a href={address} download>
            {t('case-packages.download', { size: number(Math.max(1, Math.ceil(bytes / 1024))) })}
          </a>
        )}
      </span>
      {isUnderWay(one) && <Steps one={one} />}
      <span className={styles.fine}>
        {by} · <Moment at={requestedAt} /> · {languageName(locale, language)}
        {state === 'ready' && expiresAt !== null && (
          <>
            {' · '}
            {t('case-packages.expires')} <Moment at={expiresAt} />
          </>
        )}
        {disposedFor !== null && ` · ${t(`case-packages.disposed.${disposedFor}`)}`}
      </span>
      <span className={`${styles.fine} stranger`}>
        <StoredSentence text={reason} byPeople />
      </span>
      {problem !== null && (
        <span role="alert">
          <ProblemText problem={refusedFor(problem.code as ErrorCode, problem.message)} />
        </span>
      )}
    </li>
  )
}

function Steps({ one: { done, total } }: { one: CasePackage }): ReactNode {
  const { t } = useText()
  const share = total === 0 ? 0 : (100 * done) / total
  return (
    <Progress
      className={styles.packageProgress}
      value={share}
      aria-label={t('case-packages.progress', { done, total })}
    />
  )
}
