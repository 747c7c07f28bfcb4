import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useMember } from '../../access/session/index.ts'
import { server, useBrandName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, ConfirmButton, CopyButton, Moment, Refused } from '../../components/index.ts'
import { useWatchableBrands } from '../watch-components/index.ts'
import { tipAddressKey, useTipAddress, type TipAddress } from './queries.ts'
import styles from './tips.module.css'

/** The email address to which the person has tips sent. */
export function TipsByEmail(): ReactNode {
  const { t } = useText()
  const { data } = useTipAddress()
  if (data === undefined) return null
  const [address] = data.items
  return (
    <Card title={t('tips.by-email')}>
      <p>{t(data.isMailRead ? 'tips.by-email.text' : 'tips.by-email.off')}</p>
      {data.isMailRead &&
        (address === undefined ? <NewAddress /> : <OwnAddress address={address} />)}
    </Card>
  )
}

function useRefresh(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: tipAddressKey })
}

function NewAddress(): ReactNode {
  const { t } = useText()
  const { organisation } = useMember()
  const refresh = useRefresh()
  const brands = useWatchableBrands().data ?? []
  const needsBrand = organisation.brands.length > 0
  const [chosen, setChosen] = useState('')
  const brand = needsBrand && chosen === '' ? (brands[0]?.id ?? '') : chosen
  const create = useMutation({
    mutationFn: () => server.tipAddresses.create({ body: brand === '' ? {} : { brand } }),
    onSuccess: refresh,
  })
  return (
    <>
      <p className={styles.fine}>{t('tips.by-email.none')}</p>
      <div className={styles.fields}>
        <NativeSelect
          label={t('tips.by-email.brand')}
          value={brand}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={[
            ...(needsBrand ? [] : [{ value: '', label: t('tip.brand.unknown') }]),
            ...brands.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </div>
      <div className={styles.actions}>
        <Button loading={create.isPending} onClick={() => create.mutate()}>
          {t('tips.by-email.create')}
        </Button>
      </div>
      <Refused error={create.error} />
    </>
  )
}

function OwnAddress({ address: own }: { address: TipAddress }): ReactNode {
  const { t } = useText()
  const brandName = useBrandName()
  const refresh = useRefresh()
  const { id, address, brand, createdAt } = own
  return (
    <>
      <p className={styles.address}>
        <code>{address}</code> <CopyButton text={address} size="compact-xs" />
      </p>
      <p className={styles.fine}>
        {brand !== null && `${t('tips.by-email.for', { brand: brandName(brand) })} `}
        {t('tips.by-email.since')} <Moment at={createdAt} only="day" />
      </p>
      <div className={styles.actions}>
        <ConfirmButton
          label={t('tips.by-email.renew')}
          title={t('tips.by-email.renew.title')}
          text={t('tips.by-email.renew.text')}
          run={async () => {
            await server.tipAddresses.create({ body: brand === null ? {} : { brand } })
            await refresh()
          }}
          button={{ variant: 'default', size: 'compact-sm' }}
        />
        <ConfirmButton
          label={t('tips.by-email.delete')}
          title={t('tips.by-email.delete.title')}
          text={t('tips.by-email.delete.text')}
          run={async () => {
            await server.tipAddresses.remove({ params: { id } })
            await refresh()
          }}
          button={{ variant: 'subtle', size: 'compact-sm', color: 'red' }}
        />
      </div>
    </>
  )
}
