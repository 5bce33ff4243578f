/** Who is signed in, and which path is whose. */
package org.radhub.app.security;
