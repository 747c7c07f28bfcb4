import { NativeSelect, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { claimRight, useStandingClaims } from '../../investigation/case-components/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, StateMark, useNow, TerritoriesField } from '../../components/index.ts'
import { registerExtractAge } from './register-extract-age.ts'
import type { PartProps } from './draft-page.tsx'
import styles from './notices.module.css'
import { useExtracts, type RegisterExtractView } from './notice-queries.ts'

/** The right that the notice is based on, with its register extract. */
export function IpRightCard({ writing: { draft, change }, said }: PartProps): ReactNode {
  const { t } = useText()
  const { organisation } = useMember()
  const claims = useStandingClaims()
  const extracts = useExtracts()
  const ownClaims = claims.data?.filter((one) => one.organisation === organisation.slug) ?? []
  const chosen = ownClaims.find(({ id }) => id === draft.claim)
  const known = chosen !== undefined
  const extract = extracts.data?.find(({ claim }) => claim === draft.claim)
  return (
    <Card title={t('notice.ip-right')} lead={t('notice.ip-right.description')}>
      <div className={styles.fields}>
        <NativeSelect
          label={t('notice.claim')}
          value={draft.claim}
          data={[
            ...(known ? [] : [{ value: draft.claim, label: t('notice.claim.unknown') }]),
            ...ownClaims.map((one) => ({
              value: one.id,
              label: `${one.brand} · ${claimRight(one)} · ${one.owner}`,
            })),
          ]}
          onChange={({ currentTarget }) => change({ claim: currentTarget.value })}
        />
        {chosen?.work ? (
          <p className={styles.fine}>{t('notice.claim.work')}</p>
        ) : extract ? (
          <Extract extract={extract} />
        ) : (
          extracts.isSuccess && <NoExtract />
        )}
        {said('right')}
        <TerritoriesField
          label={t('notice.territory')}
          value={draft.territory}
          onChange={(territory) => change({ territory })}
        />
        {said('territory')}
        <TextInput
          label={t('notice.nice-classes')}
          description={t('notice.nice-classes.hint')}
          placeholder="18, 25"
          maxLength={300}
          value={draft.classes}
          onChange={({ currentTarget }) => change({ classes: currentTarget.value })}
        />
        {said('classes')}
      </div>
    </Card>
  )
}

function NoExtract(): ReactNode {
  const { t } = useText()
  const { setNotices } = permissionsOf(useMember())
  return (
    <p className={styles.fine}>
      {t('notice.extract.none')}{' '}
      {setNotices && <Link to="/notices/settings">{t('notice.extract.add')}</Link>}
    </p>
  )
}

/** A register extract: its statement, date, and whether it is out of date. */
export function Extract({ extract }: { extract: RegisterExtractView }): ReactNode {
  const { t, day, list, locale } = useText()
  const { name, kind, territory, classes, validFrom, validUntil, on, sha256 } = extract
  const { days, isStale } = registerExtractAge(on, useNow())
  return (
    <div className={styles.extract}>
      <strong className="stranger">{name}</strong>
      <span>
        {t(`right-kind.${kind}`)} · {list(territory.map((code) => regionName(locale, code)))}
        {classes !== null &&
          ` · ${t('notice.extract.classes', { classes: list(classes.map(String)) })}`}
        {' · '}
        {validUntil === null
          ? t('notice.extract.valid-from', { from: day(validFrom) })
          : t('notice.extract.valid', { from: day(validFrom), until: day(validUntil) })}
      </span>
      <span>
        {t('notice.extract.of', { day: day(on) })}{' '}
        <StateMark tone={isStale ? 'waiting' : 'good'}>
          {isStale ? t('notice.extract.stale', { days }) : t('notice.extract.fresh', { days })}
        </StateMark>
      </span>
      <code className={styles.digest} title={t('notice.extract.digest')}>
        SHA-256 {sha256}
      </code>
    </div>
  )
}
