package org.radhub.router.association;

/**
 * An SCP/SCU role selection (PS3.7 D.3.3.4) for one abstract syntax.
 *
 * @param scu whether the requestor is to be SCU
 * @param scp whether the requestor is to be SCP
 */
record Role(boolean scu, boolean scp) {
    /** Without a selection, the requestor is SCU. */
    static final Role USUAL = new Role(true, false);
}
