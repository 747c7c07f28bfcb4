import { Modal } from '@mantine/core'
import { lazy, Suspense, type ReactNode } from 'react'
import { Loading } from '../../components/index.ts'
import { useText, withMessages } from '../../messages/index.ts'

const OpenSellerCaseForm = lazy(async () => {
  const loaded = await withMessages(['cases'], import('./open-seller-case-form.tsx'))
  return { default: loaded.OpenSellerCaseForm }
})

/** The seller whose listings are added. */
export type SellerToInvestigate = { id: string; name: string; brands: readonly string[] }

export type OpenSellerCaseProps = {
  seller: SellerToInvestigate
  opened: boolean
  onClose: () => void
  /** Called with the case. */
  onDone: (id: string) => void
}

/** Opens a case with all listings of a seller, or adds them to an open case. */
export function OpenSellerCase({ opened, onClose, ...rest }: OpenSellerCaseProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('seller-case.title')}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {opened && (
        <Suspense fallback={<Loading />}>
          <OpenSellerCaseForm {...rest} onClose={onClose} />
        </Suspense>
      )}
    </Modal>
  )
}
