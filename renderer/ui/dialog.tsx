/** A modal dialog with a title, a body and its buttons; Escape and a press outside close it. */
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import styles from './dialog.module.css';
import { useWayBack } from './way-back.ts';

type DialogProps = {
  title: string;
  children: ReactNode;
  onClose: () => void;
  /** `alertdialog` interrupts: for trouble. */
  role?: 'dialog' | 'alertdialog';
  wide?: boolean;
};

export function Dialog({ title, children, onClose, role = 'dialog', wide = false }: DialogProps) {
  useWayBack();
  return (
    <ModalOverlay
      isOpen
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className={styles['overlay'] ?? ''}
    >
      <Modal className={`${styles['modal']} ${wide ? styles['wide'] : ''}`}>
        <AriaDialog role={role} className={styles['dialog'] ?? ''}>
          <Heading slot="title" className={styles['title'] ?? ''}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The row of buttons at a dialog's foot. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={styles['buttons']}>{children}</div>;
}
