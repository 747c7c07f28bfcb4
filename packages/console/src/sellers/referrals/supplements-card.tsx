import { Button, Textarea } from '@mantine/core'
import type { ErrorCode } from '@touchstone/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import {
  Card,
  ConfirmButton,
  Moment,
  ProblemText,
  QueryStatus,
  Refused,
  StateMark,
  type StateMarkProps,
} from '../../components/index.ts'
import { refusedFor, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { PackageLinks } from './package-card.tsx'
import {
  referralKey,
  useReadAgain,
  useSupplements,
  type ReferralDetailView,
  type SupplementView,
} from './queries.ts'
import styles from './referrals.module.css'
import { subjectIds } from './subject-ids.ts'

const tones: Readonly<Record<SupplementView['state'], StateMarkProps['tone']>> = {
  'awaiting-release': 'waiting',
  releasing: 'waiting',
  'packing-failed': 'bad',
  sent: 'good',
}

/** Further packages to a sent dossier, each released by a second person. */
export function SupplementsCard({ referral }: { referral: ReferralDetailView }): ReactNode {
  const { t } = useText()
  const { id, side, state } = referral
  const supplements = useSupplements(id)
  const { prepareDossiers } = permissionsOf(useMember())
  const isSender = side === 'sender'
  const isOpen = state === 'sent' || state === 'acknowledged'
  return (
    <Card
      title={t('dossier.supplements')}
      {...(isSender && { lead: t('dossier.supplements.description') })}
      actions={isSender && isOpen && prepareDossiers && <SubmitSupplement id={id} />}
    >
      {!supplements.isSuccess && <QueryStatus query={supplements} />}
      {supplements.data?.length === 0 && (
        <p className={styles.fine}>{t('dossier.supplements.none')}</p>
      )}
      <ul className={styles.plain} aria-label={t('dossier.supplements')}>
        {(supplements.data ?? []).map((one) => (
          <li key={one.id}>
            <Supplement id={id} supplement={one} isSender={isSender} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

type SupplementProps = { id: string; supplement: SupplementView; isSender: boolean }

function Supplement({ id, supplement, isSender }: SupplementProps): ReactNode {
  const { t, number } = useText()
  const {
    state,
    text,
    accounts,
    listings,
    submittedAt,
    sentAt,
    problem,
    package: made,
  } = supplement
  const queries = useQueryClient()
  const { releaseDossiers } = permissionsOf(useMember())
  const act = useMutation({
    mutationFn: (type: 'release' | 'retry') =>
      server.referralSupplements.act({
        params: { id, supplement: supplement.id },
        body: { action: { type } },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: referralKey(id) }),
  })
  return (
    <div className={styles.details}>
      <span className={styles.top}>
        {isSender && <StateMark tone={tones[state]}>{t(`dossier-supplement.${state}`)}</StateMark>}
        <span className={styles.fine}>
          <Moment at={sentAt ?? submittedAt} />
          {accounts !== null &&
            listings !== null &&
            ` · ${t('dossier.supplement.counts', { accounts: number(accounts), listings: number(listings) })}`}
        </span>
      </span>
      <p className={`${styles.words} stranger`} dir="auto">
        <VisibleText text={text} />
      </p>
      {made !== null && <PackageLinks id={id} made={made} supplement={supplement.id} />}
      {problem !== null && (
        <span role="alert">
          <ProblemText problem={refusedFor(problem.code as ErrorCode, problem.message)} />
        </span>
      )}
      {isSender && state === 'awaiting-release' && releaseDossiers && (
        <div>
          <ConfirmButton
            label={t('dossier.supplement.release')}
            title={t('dossier.supplement.release.title')}
            text={t('dossier.release.confirm.text')}
            run={() => act.mutateAsync('release')}
            button={{ size: 'compact-sm', variant: 'filled' }}
          />
        </div>
      )}
      {isSender && state === 'packing-failed' && releaseDossiers && (
        <div>
          <Button size="compact-sm" loading={act.isPending} onClick={() => act.mutate('retry')}>
            {t('dossier.retry')}
          </Button>
          <Refused error={act.error} />
        </div>
      )}
    </div>
  )
}

/** What is added, in words, with accounts and listings by their addresses. */
function SubmitSupplement({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const readAgain = useReadAgain(id)
  const [text, setText] = useState('')
  const [accounts, setAccounts] = useState('')
  const [listings, setListings] = useState('')
  const named = { accounts: subjectIds(accounts), listings: subjectIds(listings) }
  const fields = [
    ['accounts', accounts, setAccounts],
    ['listings', listings, setListings],
  ] as const
  return (
    <ConfirmButton
      label={t('dossier.supplement.add')}
      title={t('dossier.supplement.add')}
      text={t('dossier.supplement.add.text')}
      ready={text.trim() !== '' && named.accounts !== undefined && named.listings !== undefined}
      run={async () => {
        const { accounts: ofAccounts = [], listings: ofListings = [] } = named
        await server.referralSupplements.submit({
          params: { id },
          body: { text, accounts: ofAccounts, listings: ofListings },
        })
        setText('')
        setAccounts('')
        setListings('')
        await readAgain()
      }}
      button={{ size: 'compact-sm', variant: 'default' }}
    >
      <Textarea
        label={t('dossier.supplement.text')}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={8000}
        required
        withAsterisk={false}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {fields.map(([name, value, put]) => (
        <Textarea
          key={name}
          label={t(`dossier.supplement.${name}`)}
          description={t('dossier.supplement.by-address')}
          error={named[name] === undefined && t('dossier.supplement.no-address')}
          autosize
          minRows={1}
          maxRows={6}
          value={value}
          onChange={({ currentTarget }) => put(currentTarget.value)}
        />
      ))}
    </ConfirmButton>
  )
}
