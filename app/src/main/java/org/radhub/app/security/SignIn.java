package org.radhub.app.security;

import org.radhub.registry.People;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/** The registry's people, as Spring Security asks for them. The principal's name is the person's id. */
@Component
class SignIn implements UserDetailsService {
    private final People people;

    SignIn(People people) {
        this.people = people;
    }

    @Override
    public UserDetails loadUserByUsername(String id) {
        var person = people.find(id).orElseThrow(() -> new UsernameNotFoundException("no such person"));
        var hash = people.passwordHash(id).orElseThrow(() -> new UsernameNotFoundException("no password"));
        var authorities = person.roles().stream()
                .map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                .toList();
        return new User(person.id(), hash, authorities);
    }
}
