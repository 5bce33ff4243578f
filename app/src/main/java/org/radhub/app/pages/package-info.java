/**
 * The web pages. Controllers ask the modules' root interfaces, check what the signed-in person may see, write the audit line, and hand
 * ready-made rows to the templates; the templates hold no decisions.
 */
package org.radhub.app.pages;
