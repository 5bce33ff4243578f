/** How this module answers what it does not do: problem details (RFC 9457), in the language of whoever asks. */
package org.radhub.viewer.answer;
