package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.workflow.Priority;
import org.radhub.workflow.ReadRequest;
import org.radhub.workflow.ReadRequests;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The dialog in which a doctor asks for a read. */
@Controller
class AskForRead {
    private static final int LONGEST_TEXT = 4000;
    private static final int LONGEST_NUMBER = 64;

    private final SignedIn signedIn;
    private final ReadRequests requests;
    private final MessageSource messages;
    private final ZoneId zone;

    AskForRead(
            SignedIn signedIn,
            ReadRequests requests,
            MessageSource messages,
            @Value("${radhub.zone:Asia/Shanghai}") ZoneId zone) {
        this.signedIn = signedIn;
        this.requests = requests;
        this.messages = messages;
        this.zone = zone;
    }

    /** @param study of the study that is asked about; empty: the doctor names it by its accession number */
    @GetMapping("/studies/ask")
    String dialog(Principal who, @RequestParam(defaultValue = "") String study, Model model) {
        signedIn.as(who, Role.DOCTOR);
        model.addAttribute("study", study.length() > LONGEST_NUMBER ? "" : study);
        model.addAttribute("priorities", Priority.values());
        return "ask :: dialog";
    }

    @PostMapping("/studies/ask")
    ResponseEntity<Void> ask(
            Principal who,
            @RequestParam(defaultValue = "") String study,
            @RequestParam(defaultValue = "") String accession,
            @RequestParam Priority priority,
            @RequestParam(defaultValue = "") String question,
            @RequestParam(defaultValue = "") String history,
            ExamForm exam,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        var doctor = signedIn.as(who, Role.DOCTOR);
        var asked = requests.ask(
                doctor,
                new ReadRequest(
                        given(study, LONGEST_NUMBER),
                        given(accession, LONGEST_NUMBER),
                        priority,
                        within(question, LONGEST_TEXT),
                        within(history, LONGEST_TEXT),
                        exam.exam(zone)));
        var said = messages.getMessage(asked.isPresent() ? "app.ask.done" : "app.ask.waits", null, locale);
        return Answers.goTo(asked.map(found -> "/cases/" + found.id()).orElse("/studies"), said, request, response);
    }

    private static Optional<String> given(String text, int longest) {
        return Optional.of(within(text, longest).strip()).filter(stripped -> !stripped.isEmpty());
    }

    private static String within(String text, int longest) {
        if (text.length() > longest) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("app.text.long", longest));
        }
        return text;
    }
}
